import { fromHex, toHex } from '../octets/hex';
import type { CosemObject } from './cosem-object';
import type { DlmsDisconnect } from './dlms-disconnect';
import type { DlmsObjects } from './dlms-objects';
import { LongAnswer } from './long-answer';

export interface DlmsServicesTraits {
  /** What it does with a GET with-list; `short` leaves the last result out. */
  readonly withList: 'answered' | 'short' | 'refused' | 'object-undefined';
  /** Its disconnect control, where it has one. */
  readonly disconnect?: DlmsDisconnect;
  /** Objects whose answers are made when they are asked for. */
  readonly others?: readonly CosemObject[];
}

const SERVICE_NOT_SUPPORTED = 'D8 01 02';
const OBJECT_UNDEFINED = '04';
const TYPE_UNMATCHED = '0C';
const NO_LONG_GET_IN_PROGRESS = '10';

const CLOCK = '0-0:1.0.0.255';
/** Attribute 2 of the clock, without selection. */
const CLOCK_TIME = '0008' + '0000010000ff' + '0200';
/** A date-time in an octet-string, whatever it is. */
const DATE_TIME = /^090c.{24}$/;
const SUCCESS = '00';

/** Class id, logical name, attribute and the octet that says whether a selection follows. */
const DESCRIPTOR_LENGTH = 10;

/** What a meter serves within an association: GET, SET of the clock, ACTION of disconnect control. */
export class DlmsServices {
  readonly #objects: DlmsObjects;
  readonly #traits: DlmsServicesTraits;
  readonly #others: ReadonlyMap<string, CosemObject>;
  #pduSize = 0;
  #long: LongAnswer | undefined;

  constructor(objects: DlmsObjects, traits: DlmsServicesTraits) {
    this.#objects = objects;
    this.#traits = traits;
    this.#others = new Map((traits.others ?? []).map((object) => [object.descriptor, object]));
  }

  /** An association begins, in which no answer is longer than so many octets. */
  begin(pduSize: number): void {
    this.#pduSize = pduSize;
    this.#long = undefined;
  }

  /** Whatever the invoke octet asks for; undefined where it does not answer. */
  serve(apdu: Uint8Array): Uint8Array | undefined {
    if (apdu.length < 3) return undefined;
    const invoke = toHex(apdu.subarray(2, 3));
    if (apdu[0] === 0xc0 && apdu[1] === 0x02) return this.#getNext(invoke, apdu.subarray(3));
    this.#long = undefined;
    if (apdu[0] === 0xc1) return fromHex(`C5 01 ${invoke} ${this.#set(apdu.subarray(3))}`);
    if (apdu[0] === 0xc3) {
      const result = this.#traits.disconnect?.call(apdu.subarray(3)) ?? OBJECT_UNDEFINED;
      return fromHex(`C7 01 ${invoke} ${result} 00`);
    }
    if (apdu[1] === 0x01) return this.#get(invoke, apdu.subarray(3));
    if (apdu[1] === 0x03) return this.#getWithList(invoke, apdu.subarray(3));
    return this.#undefinedObject(invoke);
  }

  #get(invoke: string, descriptor: Uint8Array): Uint8Array {
    const result = this.#result(descriptor);
    // A block carries the data alone, without the choice of a Get-Data-Result.
    return this.#inBlocks(invoke, result.subarray(1), [fromHex(`C4 01 ${invoke}`), result]);
  }

  /** Gives the first block of what is longer than an answer may be. */
  #inBlocks(invoke: string, raw: Uint8Array, answer: readonly Uint8Array[]): Uint8Array {
    const whole = Buffer.concat(answer);
    if (whole.length <= this.#pduSize) return whole;
    this.#long = new LongAnswer(raw, this.#pduSize);
    return this.#long.block(invoke, 1);
  }

  #getNext(invoke: string, number: Uint8Array): Uint8Array {
    const last = toHex(number.subarray(0, 4)).padStart(8, '0');
    const next = (Number.parseInt(last, 16) + 1) >>> 0;
    if (this.#long) return this.#long.block(invoke, next);
    return fromHex(`C4 02 ${invoke} 01 ${last} 01 ${NO_LONG_GET_IN_PROGRESS}`);
  }

  #getWithList(invoke: string, list: Uint8Array): Uint8Array {
    const { withList } = this.#traits;
    if (withList === 'object-undefined') return this.#undefinedObject(invoke);
    const asked = list[0] ?? 0;
    if (withList === 'refused' || list.length !== 1 + asked * DESCRIPTOR_LENGTH) {
      return fromHex(SERVICE_NOT_SUPPORTED);
    }
    const told = withList === 'short' ? Math.max(asked - 1, 0) : asked;
    const results = Array.from({ length: told }, (_, index) =>
      this.#result(
        list.subarray(1 + index * DESCRIPTOR_LENGTH, 1 + (index + 1) * DESCRIPTOR_LENGTH),
      ),
    );
    const raw = Buffer.concat([Uint8Array.of(told), ...results]);
    return this.#inBlocks(invoke, raw, [fromHex(`C4 03 ${invoke}`), raw]);
  }

  /** The Data-Access-Result. */
  #set(request: Uint8Array): string {
    if (toHex(request.subarray(0, 10)) !== CLOCK_TIME) return OBJECT_UNDEFINED;
    const time = toHex(request.subarray(10));
    if (!DATE_TIME.test(time)) return TYPE_UNMATCHED;
    this.#objects.setValue(CLOCK, time);
    return SUCCESS;
  }

  #undefinedObject(invoke: string): Uint8Array {
    return fromHex(`C4 01 ${invoke} 01 ${OBJECT_UNDEFINED}`);
  }

  /** A Get-Data-Result: 00 and the data, or 01 and the data-access-result. */
  #result(descriptor: Uint8Array): Uint8Array {
    const [attribute = 0, isSelected] = descriptor.subarray(8);
    const rest = descriptor.subarray(DESCRIPTOR_LENGTH);
    const isWellFormed = isSelected === 1 || (isSelected === 0 && rest.length === 0);
    const data = isWellFormed
      ? this.#read(toHex(descriptor.subarray(0, 8)), attribute, isSelected ? rest : undefined)
      : undefined;
    return data === undefined
      ? fromHex(`01 ${OBJECT_UNDEFINED}`)
      : Buffer.concat([Uint8Array.of(0), data]);
  }

  #read(
    descriptor: string,
    attribute: number,
    selection: Uint8Array | undefined,
  ): Uint8Array | undefined {
    const other = this.#others.get(descriptor);
    if (other) return other.read(attribute, selection);
    return selection ? undefined : this.#objects.read(descriptor, attribute);
  }
}
