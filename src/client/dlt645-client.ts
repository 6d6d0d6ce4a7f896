import {
  ANY_METER,
  answersAddress,
  type DecodedFrame,
  decodeFrame,
  encodeRequest,
  type Frame,
  joinFollowing,
  type MeterAddress,
  parseFrame,
} from '../dlt645';
import type { StreamItem } from '../framing';
import { type Exchange, Failure, type Link, type Priority } from '../link';

export interface Dlt645RequestOptions {
  readonly priority: Priority;
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** How often a lost answer is asked for again. */
  readonly retries: number;
}

const READ = 0x11;
const READ_FOLLOWING = 0x12;
const READ_ADDRESS = 0x13;
const FUNCTION = 0x1f;
/** SEQ has one octet and begins at 1 (clause 7.2). */
const MAX_PARTS = 255;

/** Asks one DL/T 645-2007 meter. Several may share a link, behind one modem. */
export class Dlt645Client {
  readonly #link: Link;
  readonly #address: MeterAddress;

  constructor(link: Link, address: MeterAddress) {
    this.#link = link;
    this.#address = address;
  }

  /**
   * Reads a data identifier (8 hex digits). Parts that follow are fetched and joined. A refusal of the meter
   * is an answer too: `error` is set. Reading twice is harmless, so a lost answer is asked for again.
   * @throws Failure `command-timeout`, `meter-not-connected` or `busy`.
   */
  async read(di: string, options: Dlt645RequestOptions): Promise<DecodedFrame> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#link.transact(options.priority, (exchange) =>
          this.#readOnce(exchange, di, options.timeout),
        );
      } catch (error) {
        const isLost = error instanceof Failure && error.code === 'command-timeout';
        if (!isLost || attempt >= options.retries) throw error;
      }
    }
  }

  async #readOnce(exchange: Exchange, di: string, timeout: number): Promise<DecodedFrame> {
    const address = this.#address;
    const isMine = (frame: Frame) => answersAddress(address, frame.address) && answersDi(frame, di);
    const read = () =>
      exchange(encodeRequest({ type: 'read', address, di }), answerTo(READ, isMine), timeout);
    let first = await read();
    // An error names no register: it may be the late answer to a request that was given up.
    if (first.error && this.#link.awaitsLate) first = await read();
    const parts = [first];
    while (parts.at(-1)?.followOn) {
      const seq = parts.length;
      if (seq > MAX_PARTS)
        throw new Failure('meter-refused', `more than ${MAX_PARTS} parts follow`);
      const request = encodeRequest({ type: 'read-following', address, di, seq });
      parts.push(await exchange(request, answerTo(READ_FOLLOWING, isMine), timeout));
    }
    return parts.length === 1 ? decodeFrame(first) : joinFollowing(parts);
  }
}

/**
 * Asks who is on a link with one meter: function 13H to the wildcard address (clause 7.4).
 * Gives 12 digits.
 */
export function readAddress(exchange: Exchange, timeout: number): Promise<MeterAddress> {
  return exchange(
    encodeRequest({ type: 'read-address', address: ANY_METER }),
    (item) => {
      const frame = answerTo(READ_ADDRESS, () => true)(item);
      return frame && decodeFrame(frame).meterAddress;
    },
    timeout,
  );
}

/** Recognises the answer to a function, normal or abnormal; a line's echo of the request is none. */
function answerTo(
  requested: number,
  isMine: (frame: Frame) => boolean,
): (item: StreamItem) => Frame | undefined {
  return (item) => {
    if (item.kind !== 'dlt645') return undefined;
    const frame = parseFrame(item.octets);
    const isAnswer = frame.response && (frame.control & FUNCTION) === requested;
    return isAnswer && isMine(frame) ? frame : undefined;
  };
}

/** An error does not repeat the identifier. */
function answersDi(frame: Frame, di: string): boolean {
  return (
    frame.error ||
    Buffer.from(frame.data.slice(0, 4)).reverse().toString('hex') === di.toLowerCase()
  );
}
