import { fromHex, toHex } from '../octets/hex';
import type { DlmsDisconnect } from './dlms-disconnect';
import type { DlmsObjects } from './dlms-objects';

export interface DlmsServicesTraits {
  /** What it does with a GET with-list; `short` leaves the last result out. */
  readonly withList: 'answered' | 'short' | 'refused' | 'object-undefined';
  /** Its disconnect control, where it has one. */
  readonly disconnect?: DlmsDisconnect;
}

const SERVICE_NOT_SUPPORTED = 'D8 01 02';
const OBJECT_UNDEFINED = '04';

const CLOCK = '0-0:1.0.0.255';
/** Attribute 2 of the clock, without selection. */
const CLOCK_TIME = '0008' + '0000010000ff' + '0200';
const SUCCESS = '00';

/** Class id, logical name, attribute and the octet that says whether a selection follows. */
const DESCRIPTOR_LENGTH = 10;

/** What a meter serves within an association: GET, SET of the clock, ACTION of disconnect control. */
export class DlmsServices {
  readonly #objects: DlmsObjects;
  readonly #traits: DlmsServicesTraits;

  constructor(objects: DlmsObjects, traits: DlmsServicesTraits) {
    this.#objects = objects;
    this.#traits = traits;
  }

  /** Whatever the invoke octet asks for; undefined where it does not answer. */
  serve(apdu: Uint8Array): Uint8Array | undefined {
    if (apdu.length < 3) return undefined;
    const invoke = toHex(apdu.subarray(2, 3));
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
    return Buffer.concat([fromHex(`C4 01 ${invoke}`), this.#result(descriptor)]);
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
    return Buffer.concat([fromHex(`C4 03 ${invoke}`), Uint8Array.of(told), ...results]);
  }

  /** The Data-Access-Result. */
  #set(request: Uint8Array): string {
    if (toHex(request.subarray(0, 10)) !== CLOCK_TIME) return OBJECT_UNDEFINED;
    this.#objects.setValue(CLOCK, toHex(request.subarray(10)));
    return SUCCESS;
  }

  #undefinedObject(invoke: string): Uint8Array {
    return fromHex(`C4 01 ${invoke} 01 ${OBJECT_UNDEFINED}`);
  }

  /** A Get-Data-Result: 00 and the data, or 01 and the data-access-result. */
  #result(descriptor: Uint8Array): Uint8Array {
    const plain = descriptor.length === DESCRIPTOR_LENGTH && descriptor[9] === 0;
    const data = plain
      ? this.#read(toHex(descriptor.subarray(0, 8)), descriptor[8] ?? 0)
      : undefined;
    return data === undefined
      ? fromHex(`01 ${OBJECT_UNDEFINED}`)
      : Buffer.concat([Uint8Array.of(0), data]);
  }

  #read(descriptor: string, attribute: number): Uint8Array | undefined {
    return (
      this.#traits.disconnect?.read(descriptor, attribute) ??
      this.#objects.read(descriptor, attribute)
    );
  }
}
