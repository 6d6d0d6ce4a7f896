import { fromHex, toHex } from '../octets/hex';
import type { DlmsDisconnect } from './dlms-disconnect';
import type { DlmsObjects } from './dlms-objects';

export interface DlmsServerTraits {
  /** The conformance block's 24 bits: what it agrees to, of what a client proposes. */
  readonly conformance: number;
  /** What it does with a GET with-list; `short` leaves the last result out. */
  readonly withList: 'answered' | 'short' | 'refused' | 'object-undefined';
  /** Whether an RLRQ gets an RLRE. */
  readonly confirmsRelease: boolean;
  /** Its disconnect control, where it has one. */
  readonly disconnect?: DlmsDisconnect;
}

const LN_NO_CIPHERING = '0607608574050801' + '01';
const ACCEPTED = '6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E 0800 06 5F1F0400';
const MAX_PDU_1024_AND_VAA_NAME = '0400 0007';
const REJECTED = '6117 A109060760857405080101 A203020101 A305A1030201';
const NO_REASON_GIVEN = '01';
const CONTEXT_NOT_SUPPORTED = '02';
const MECHANISM_NOT_RECOGNISED = '0B';
const RLRE = '6303 800100';
const SERVICE_NOT_ALLOWED = 'D8 01 01';
const SERVICE_NOT_SUPPORTED = 'D8 01 02';
const OBJECT_UNDEFINED = '04';

const CLOCK = '0-0:1.0.0.255';
/** Attribute 2 of the clock, without selection. */
const CLOCK_TIME = '0008' + '0000010000ff' + '0200';
const SUCCESS = '00';

/** Class id, logical name, attribute and the octet that says whether a selection follows. */
const DESCRIPTOR_LENGTH = 10;

/** A meter's side of an association: APDU in, APDU out. Undefined where it does not answer. */
export class DlmsServer {
  readonly #objects: DlmsObjects;
  readonly #traits: DlmsServerTraits;
  #associated = false;

  constructor(objects: DlmsObjects, traits: DlmsServerTraits) {
    this.#objects = objects;
    this.#traits = traits;
  }

  /** The connection is a new one: no association is left. */
  reset(): void {
    this.#associated = false;
  }

  answer(apdu: Uint8Array): Uint8Array | undefined {
    switch (apdu[0]) {
      case 0x60:
        return this.#associate(apdu);
      case 0x62:
        return this.#release();
      case 0xc0:
      case 0xc1:
      case 0xc3:
        return this.#associated ? this.#serve(apdu) : fromHex(SERVICE_NOT_ALLOWED);
      default:
        return undefined;
    }
  }

  #associate(aarq: Uint8Array): Uint8Array {
    if (this.#associated) return fromHex(SERVICE_NOT_ALLOWED);
    const fields = aarqFields(aarq);
    if (fields.get(0xa1) !== LN_NO_CIPHERING) return fromHex(REJECTED + CONTEXT_NOT_SUPPORTED);
    if (fields.has(0x8b)) return fromHex(REJECTED + MECHANISM_NOT_RECOGNISED);
    const proposed = proposedConformance(fields.get(0xbe));
    if (proposed === undefined) return fromHex(REJECTED + NO_REASON_GIVEN);
    this.#associated = true;
    const agreed = (proposed & this.#traits.conformance).toString(16).padStart(6, '0');
    return fromHex(ACCEPTED + agreed + MAX_PDU_1024_AND_VAA_NAME);
  }

  #release(): Uint8Array | undefined {
    this.#associated = false;
    return this.#traits.confirmsRelease ? fromHex(RLRE) : undefined;
  }

  /** GET, SET of the clock, ACTION of disconnect control, whatever the invoke octet asks for. */
  #serve(apdu: Uint8Array): Uint8Array | undefined {
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

/** The AARQ's fields in hex, by tag. Lengths of an AARQ without ciphering are single octets. */
function aarqFields(aarq: Uint8Array): ReadonlyMap<number, string> {
  const fields = new Map<number, string>();
  let at = 2;
  while (at + 2 <= aarq.length) {
    const end = at + 2 + (aarq[at + 1] ?? 0);
    fields.set(aarq[at] ?? 0, toHex(aarq.subarray(at + 2, end)));
    at = end;
  }
  return fields;
}

/** Out of the user information's InitiateRequest, which ends in conformance and client PDU size. */
function proposedConformance(userInformation = ''): number | undefined {
  const found = /5f1f0400([0-9a-f]{6})[0-9a-f]{4}$/.exec(userInformation);
  return found?.[1] === undefined ? undefined : Number.parseInt(found[1], 16);
}
