import { fromHex, toHex } from '../octets/hex';
import { type CosemObject, callable, readable, rightsTo } from './cosem-object';

export type ControlMode = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const DESCRIPTOR = '0046' + '0000' + '60030aff';
const SUCCESS = '00';
const OTHER_REASON = 'fa';
/** With the parameter integer (0), or without any. */
const PARAMETERS = new Set(['010f00', '00']);

/** Modes in which a remote reconnection closes at once; in the others somebody has to press the button. */
const CLOSES_AT_ONCE: readonly number[] = [2, 4];

/** Disconnect control of a DLMS meter (class 70, IEC 62056-6-2). */
export class DlmsDisconnect implements CosemObject {
  readonly descriptor = DESCRIPTOR;
  readonly version = 0;
  readonly rights = rightsTo([2, 3, 4].map(readable), [1, 2].map(callable));
  /** How often a method was called that it took. */
  orders = 0;
  readonly #mode: ControlMode;
  #control: 0 | 1 | 2 = 1;

  constructor(mode: ControlMode) {
    this.#mode = mode;
  }

  read(attribute: number): Uint8Array | undefined {
    if (attribute === 2) return fromHex(this.#control === 1 ? '0301' : '0300');
    if (attribute === 3) return Uint8Array.of(0x16, this.#control);
    return attribute === 4 ? Uint8Array.of(0x16, this.#mode) : undefined;
  }

  /** The Action-Result of a method call behind the invoke octet; undefined for another object. */
  call(request: Uint8Array): string | undefined {
    if (toHex(request.subarray(0, 8)) !== DESCRIPTOR) return undefined;
    const method = request[8];
    const isKnown = method === 1 || method === 2;
    if (!isKnown || !PARAMETERS.has(toHex(request.subarray(9))) || this.#mode === 0) {
      return OTHER_REASON;
    }
    this.orders += 1;
    if (method === 1) this.#control = 0;
    else if (this.#control === 0) this.#control = CLOSES_AT_ONCE.includes(this.#mode) ? 1 : 2;
    return SUCCESS;
  }
}
