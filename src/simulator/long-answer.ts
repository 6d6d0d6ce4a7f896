import { fromHex } from '../octets/hex';
import { lengthOctets } from './ber';

/** Octets around a block's data: service, invoke, last, number, choice, and a length of up to three octets. */
const HEADER = 12;
const DATA_BLOCK_NUMBER_INVALID = '13';

/** What is longer than an APDU may be, to be asked for block by block, as GET.response does it (IEC 62056-5-3). */
export class LongAnswer {
  readonly #octets: Uint8Array;
  readonly #size: number;

  constructor(octets: Uint8Array, pduSize: number) {
    this.#octets = octets;
    this.#size = Math.max(pduSize - HEADER, 1);
  }

  /** The GET.response with a block, counted from 1. */
  block(invoke: string, number: number): Uint8Array {
    const data = this.#octets.subarray((number - 1) * this.#size, number * this.#size);
    const isLast = number * this.#size >= this.#octets.length;
    const head = `C402 ${invoke} ${isLast ? '01' : '00'} ${number.toString(16).padStart(8, '0')}`;
    if (data.length === 0) return fromHex(`${head} 01 ${DATA_BLOCK_NUMBER_INVALID}`);
    return Buffer.concat([fromHex(`${head} 00`), lengthOctets(data.length), data]);
  }
}
