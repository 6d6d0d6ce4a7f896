import {
  answersAddress,
  type DecodedFrame,
  decodeFrame,
  encodeRequest,
  type Frame,
  functionCode,
  joinFollowing,
  type MeterAddress,
  type RequestBody,
  type Standard,
} from '../dlt645';
import { type Exchange, Failure } from '../link';
import { answersIdentifier, answerTo } from './dlt645-answer';
import { unlessLost, withRetries } from './lost-answer';

export interface StepTiming {
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** How often a lost part of an answer is asked for again. */
  readonly retries: number;
  /** Whether an answer to what was given up may still come. */
  readonly awaitsLate: () => boolean;
}

/** SEQ has one octet and begins at 1 (clause 7.2). 1997 has no SEQ, and no more to say. */
const MAX_PARTS = 255;
/** ms that a meter needs to take in what it does not answer. */
const UNANSWERED = 500;

/** Requests to one DL/T 645 meter within one transaction: nothing else comes between them. */
export class Dlt645Steps {
  readonly #exchange: Exchange;
  readonly #address: MeterAddress;
  readonly #standard: Standard;
  readonly #timing: StepTiming;

  constructor(exchange: Exchange, address: MeterAddress, standard: Standard, timing: StepTiming) {
    this.#exchange = exchange;
    this.#address = address;
    this.#standard = standard;
    this.#timing = timing;
  }

  /** Reads a data identifier; parts that follow are fetched and joined. A refusal is an answer too. */
  async read(di: string): Promise<DecodedFrame> {
    const standard = this.#standard;
    let first = await this.#readFirst(di);
    // An error names no register: it may be the late answer to a request that was given up.
    if (first.error && this.#timing.awaitsLate()) first = await this.#readFirst(di);
    const parts = [first];
    while (parts.at(-1)?.followOn) {
      const seq = parts.length;
      if (seq > MAX_PARTS) {
        throw new Failure('meter-refused', `more than ${MAX_PARTS} parts follow`);
      }
      const part = await withRetries(this.#partRetries, () => this.#readPart(di, seq));
      if (part.error) return decodeFrame(part, { standard });
      parts.push(part);
    }
    return parts.length === 1
      ? decodeFrame(first, { standard })
      : joinFollowing(parts, { standard });
  }

  /**
   * Sends any other request once, and gives the meter's answer, a refusal too. What asks twice may act
   * twice, so a lost answer is a `command-timeout`.
   */
  async ask(request: RequestBody): Promise<DecodedFrame> {
    const [octets, code] = this.#encode(request);
    const recognise = answerTo(code, ({ address }) => answersAddress(this.#address, address));
    const frame = await this.#exchange(octets, recognise, this.#timing.timeout);
    return decodeFrame(frame, { standard: this.#standard });
  }

  /** Sends what meters do not answer, to every meter on the line. */
  async tellAll(request: RequestBody): Promise<void> {
    const octets = encodeRequest({ ...request, standard: this.#standard });
    await unlessLost(this.#exchange(octets, () => undefined, UNANSWERED));
  }

  #readFirst(di: string): Promise<Frame> {
    return this.#exchangeAbout(di, { type: 'read', di }, () => true);
  }

  #readPart(di: string, seq: number): Promise<Frame> {
    const isPart = (frame: Frame) =>
      frame.error || this.#standard === '1997' || frame.data.at(-1) === seq;
    return this.#exchangeAbout(di, { type: 'read-following', di, seq }, isPart);
  }

  #exchangeAbout(
    di: string,
    request: RequestBody,
    isWanted: (frame: Frame) => boolean,
  ): Promise<Frame> {
    const [octets, code] = this.#encode(request);
    const recognise = answerTo(
      code,
      (frame) =>
        answersAddress(this.#address, frame.address) &&
        answersIdentifier(frame, di) &&
        isWanted(frame),
    );
    return this.#exchange(octets, recognise, this.#timing.timeout);
  }

  #encode(request: RequestBody): [octets: Uint8Array, code: number] {
    const octets = encodeRequest({
      ...request,
      address: this.#address,
      standard: this.#standard,
    });
    const code =
      request.type === 'vendor'
        ? request.control & 0x1f
        : functionCode(this.#standard, request.type);
    return [octets, code];
  }

  /** Without numbers nobody knows which part an answer is: after a lost one all is read again. */
  get #partRetries(): number {
    return this.#standard === '1997' ? 0 : this.#timing.retries;
  }
}
