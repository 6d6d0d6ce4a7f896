import type { DecodedFrame, MeterAddress, Standard } from '../dlt645';
import type { Link, Permit, Priority } from '../link';
import { Dlt645Steps } from './dlt645-steps';
import { withRetries } from './lost-answer';

export interface Dlt645RequestOptions {
  readonly priority: Priority;
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** How often a lost answer is asked for again. */
  readonly retries: number;
  /** For what is more than a read. */
  readonly permit?: Permit | undefined;
}

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
    return withRetries(options.retries, () => this.transact(options, (steps) => steps.read(di)));
  }

  /**
   * Several requests that nothing comes between; none is asked again. Those that are more than a read need
   * the permit.
   * @throws Failure as `read` does, and `write-disabled` or `relay-disabled`.
   */
  transact<Result>(
    { priority, timeout, retries, permit }: Dlt645RequestOptions,
    work: (steps: Dlt645Steps) => Promise<Result>,
  ): Promise<Result> {
    const awaitsLate = () => this.#link.awaitsLate;
    const timing = { timeout, retries, awaitsLate };
    return this.#link.transact(
      priority,
      (exchange) => work(new Dlt645Steps(exchange, this.#address, this.#standard, timing)),
      permit,
    );
  }
}
