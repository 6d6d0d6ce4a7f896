import {
  answersAddress,
  type DecodedFrame,
  decodeFrame,
  encodeRequest,
  type Frame,
  functionCode,
  joinFollowing,
  type MeterAddress,
  type Standard,
} from '../dlt645';
import { type Exchange, Failure, type Link, type Priority } from '../link';
import { answersIdentifier, answerTo } from './dlt645-answer';
import { withRetries } from './lost-answer';

export interface Dlt645RequestOptions {
  readonly priority: Priority;
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** How often a lost answer is asked for again. */
  readonly retries: number;
}

/** SEQ has one octet and begins at 1 (clause 7.2). 1997 has no SEQ, and no more to say. */
const MAX_PARTS = 255;

/** Asks one DL/T 645 meter. Several may share a link, behind one modem. */
export class Dlt645Client {
  readonly #link: Link;
  readonly #address: MeterAddress;
  readonly #standard: Standard;

  constructor(link: Link, address: MeterAddress, standard: Standard = '2007') {
    this.#link = link;
    this.#address = address;
    this.#standard = standard;
  }

  /**
   * Reads a data identifier: 8 hex digits, 4 from a 1997 meter. Parts that follow are fetched and joined. A
   * refusal of the meter is an answer too: `error` is set. Reading twice is harmless, so a lost answer is
   * asked for again.
   * @throws Failure `command-timeout`, `meter-not-connected` or `busy`.
   */
  read(di: string, options: Dlt645RequestOptions): Promise<DecodedFrame> {
    return withRetries(options.retries, () =>
      this.#link.transact(options.priority, (exchange) => this.#readOnce(exchange, di, options)),
    );
  }

  async #readOnce(
    exchange: Exchange,
    di: string,
    { timeout, retries }: Dlt645RequestOptions,
  ): Promise<DecodedFrame> {
    const address = this.#address;
    const standard = this.#standard;
    const isMine = (frame: Frame) =>
      answersAddress(address, frame.address) && answersIdentifier(frame, di);
    const read = () => {
      const request = encodeRequest({ type: 'read', address, di, standard });
      return exchange(request, answerTo(functionCode(standard, 'read'), isMine), timeout);
    };
    const readPart = (seq: number) => {
      const request = encodeRequest({ type: 'read-following', address, di, seq, standard });
      const isPart = (frame: Frame) => isMine(frame) && (frame.error || this.#isPart(frame, seq));
      return exchange(request, answerTo(functionCode(standard, 'read-following'), isPart), timeout);
    };
    let first = await read();
    // An error names no register: it may be the late answer to a request that was given up.
    if (first.error && this.#link.awaitsLate) first = await read();
    const parts = [first];
    while (parts.at(-1)?.followOn) {
      const seq = parts.length;
      if (seq > MAX_PARTS) {
        throw new Failure('meter-refused', `more than ${MAX_PARTS} parts follow`);
      }
      const part = await withRetries(this.#partRetries(retries), () => readPart(seq));
      if (part.error) return decodeFrame(part, { standard });
      parts.push(part);
    }
    return parts.length === 1
      ? decodeFrame(first, { standard })
      : joinFollowing(parts, { standard });
  }

  /** The number of the part comes last; 1997 has none. */
  #isPart({ data }: Frame, seq: number): boolean {
    return this.#standard === '1997' || data.at(-1) === seq;
  }

  /** Without numbers nobody knows which part an answer is: after a lost one all is read again. */
  #partRetries(retries: number): number {
    return this.#standard === '1997' ? 0 : retries;
  }
}
