import { fromHex, toHex } from '../octets/hex';
import { listElement, readable, rightsTo, writable } from './cosem-object';
import { type Motion, moved, type RawValue } from './device';
import type { Random } from './random';

/** A COSEM object, as the literal octets of its answers. */
export interface DlmsObject {
  readonly obis: string;
  /** Class id and logical name as a GET.request carries them. */
  readonly descriptor: string;
  /** Attribute 2 as A-XDR Data. */
  readonly value: string;
  /** Attribute 3 as A-XDR Data, where the object has one and tells it. */
  readonly scalerUnit?: string;
  readonly motion?: Motion;
  /** Attribute 2 where it runs by itself, until it is set. */
  readonly running?: RunningValue;
}

/** A value that is another each time it is read. */
export interface RunningValue {
  /** A-XDR Data. */
  read(): Uint8Array;
  /**
   * Where it runs on from what it is set to; without it, it stands still at that.
   * @throws RangeError where the data does not fit.
   */
  set?(data: Uint8Array): void;
}

interface StoredObject {
  readonly source: DlmsObject;
  readonly scalerUnit: Uint8Array | undefined;
  readonly first: Uint8Array;
  value: Uint8Array;
  motion: Motion | undefined;
  running: RunningValue | undefined;
}

/** Octets and sign of the integer types that `setValue` writes, by A-XDR tag. */
const INTEGERS: ReadonlyMap<number, { readonly octets: number; readonly signed: boolean }> =
  new Map([
    [0x03, { octets: 1, signed: false }],
    [0x05, { octets: 4, signed: true }],
    [0x06, { octets: 4, signed: false }],
    [0x0f, { octets: 1, signed: true }],
    [0x10, { octets: 2, signed: true }],
    [0x11, { octets: 1, signed: false }],
    [0x12, { octets: 2, signed: false }],
    [0x16, { octets: 1, signed: false }],
  ]);

/** The objects of one meter with their present values. */
export class DlmsObjects {
  readonly #objects: readonly StoredObject[];
  readonly #byDescriptor: ReadonlyMap<string, StoredObject>;

  constructor(objects: readonly DlmsObject[]) {
    this.#objects = objects.map((source) => ({
      source,
      scalerUnit: source.scalerUnit === undefined ? undefined : fromHex(source.scalerUnit),
      first: fromHex(source.value),
      value: fromHex(source.value),
      motion: source.running ? undefined : source.motion,
      running: source.running,
    }));
    this.#byDescriptor = new Map(
      this.#objects.map((object) => [toHex(fromHex(object.source.descriptor)), object]),
    );
  }

  /** An attribute as A-XDR Data; `descriptor` is class id and logical name in lower-case hex. */
  read(descriptor: string, attribute: number): Uint8Array | undefined {
    const object = this.#byDescriptor.get(descriptor);
    if (attribute === 2) return object && present(object);
    return attribute === 3 ? object?.scalerUnit : undefined;
  }

  setValue(obis: string, value: RawValue): void {
    const object = this.#objects.find(({ source }) => source.obis === obis);
    if (object === undefined) throw new RangeError(`this meter has no ${obis}`);
    const data = typeof value === 'string' ? fromHex(value) : withInteger(object.value, value);
    if (object.running?.set) {
      object.running.set(data);
      return;
    }
    object.value = data;
    object.motion = undefined;
    object.running = undefined;
  }

  move(random: Random): void {
    for (const object of this.#objects) {
      if (object.motion === undefined) continue;
      const next = moved(object.motion, integer(object.first), integer(object.value), random);
      object.value = withInteger(object.value, next);
    }
  }

  /** The registers that tell their unit, each a structure of logical name, value and scaler_unit. */
  describedRegisters(): Uint8Array[] {
    return this.#objects.flatMap((object) => {
      const { source, scalerUnit } = object;
      if (scalerUnit === undefined) return [];
      return [
        Buffer.concat([fromHex('02 03 09 06'), logicalName(source), present(object), scalerUnit]),
      ];
    });
  }

  /** What an object list says of each. */
  listElements(): Uint8Array[] {
    return this.#objects.map(({ source, scalerUnit, running }) => {
      const value = running?.set ? writable(2) : readable(2);
      const rights = rightsTo(scalerUnit ? [value, readable(3)] : [value]);
      return listElement({ descriptor: toHex(fromHex(source.descriptor)), version: 0, rights });
    });
  }
}

function present({ running, value }: StoredObject): Uint8Array {
  return running?.read() ?? value;
}

function logicalName({ descriptor }: DlmsObject): Uint8Array {
  return fromHex(descriptor).subarray(2);
}

function integer(data: Uint8Array): number {
  const buffer = Buffer.from(data);
  const { octets, signed } = integerType(buffer);
  return signed ? buffer.readIntBE(1, octets) : buffer.readUIntBE(1, octets);
}

/** The same A-XDR type with another value. */
function withInteger(data: Uint8Array, value: number): Uint8Array {
  if (!Number.isInteger(value)) throw new RangeError(`${value} is no integer`);
  const changed = Buffer.from(data);
  const { octets, signed } = integerType(changed);
  if (signed) changed.writeIntBE(value, 1, octets);
  else changed.writeUIntBE(value, 1, octets);
  return changed;
}

function integerType(data: Uint8Array) {
  const type = INTEGERS.get(data[0] ?? 0);
  if (type === undefined) throw new RangeError(`${toHex(data)} is no integer: give hex instead`);
  return type;
}
