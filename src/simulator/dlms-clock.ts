import { dateTime, localTimeOf, ZONE, ZONE_OCTETS } from './cosem-time';
import type { RunningValue } from './dlms-objects';

const DATE_TIME_LENGTH = 12;

/** A clock that goes on from what it is set to, in the zone that it is told. */
export class DlmsClock implements RunningValue {
  readonly #now: () => number;
  #ahead = ZONE;
  #zone = ZONE_OCTETS;

  /** @param now ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  read(): Uint8Array {
    return dateTime(this.#now() + this.#ahead, this.#zone);
  }

  /** @throws RangeError where the data is no date-time in an octet-string. */
  set(data: Uint8Array): void {
    const octets = data.subarray(2);
    if (data[0] !== 0x09 || data[1] !== DATE_TIME_LENGTH || octets.length !== DATE_TIME_LENGTH) {
      throw new RangeError('a clock is set to a date-time of 12 octets');
    }
    this.#ahead = localTimeOf(octets) - this.#now();
    this.#zone = octets.slice(9);
  }
}
