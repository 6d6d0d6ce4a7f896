import { LatestReadings, type Publication, type Reading, ReadingHistory } from '../telemetry';

/** Events kept for those who ask what has happened lately. */
const MAX_EVENTS = 100;

/** What the nodes of a gateway have made ready to publish: counts, the last readings and the last events. */
export class Published {
  readonly latest = new LatestReadings();
  /** The last hours of what charts show. */
  readonly history = new ReadingHistory();
  readonly #events: Publication['payload'][] = [];
  #counts = { telemetryPublished: 0, statusPublished: 0, eventsPublished: 0, errors: 0 };
  #lastPublish: number | null = null;

  /** `withheld`: readings without a value, which are not published. */
  readings(readings: readonly Reading[], withheld: number): void {
    for (const reading of readings) {
      this.latest.note(reading);
      this.history.note(reading);
    }
    this.#counts.telemetryPublished += readings.length;
    this.#counts.errors += withheld;
    if (readings.length > 0) this.#lastPublish = Date.now();
  }

  /** Status or an event of a meter. */
  life({ topic, payload }: Publication): void {
    this.#lastPublish = Date.now();
    if (!topic.endsWith('/events')) {
      this.#counts.statusPublished++;
      return;
    }
    this.#counts.eventsPublished++;
    this.#events.push(payload);
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
  }

  /** A meter that is gone for good. */
  forget(meterId: string): void {
    this.latest.forget(meterId);
    this.history.forget(meterId);
  }

  /** The payloads of the last events of all meters, the newest last. */
  get events(): readonly Publication['payload'][] {
    return this.#events;
  }

  get statistics() {
    return { ...this.#counts, lastPublish: this.#lastPublish };
  }
}
