import type { SecurityError } from '../dlms/security';
import { boundedLog } from '../net/bounded-log';
import { Recent } from '../recent/recent';
import type { TellEvent } from './reading-watch';

const MAX_METERS = 100_000;
/** Where a whole fleet is not who it should be, nobody reads a line about each. */
const LINES = 100;
const INTERVAL = 60_000;

/** Which meters have not proved who they are when they should have; each change is told once. */
export class ProofWatch {
  readonly #failed = new Recent<true>(MAX_METERS);
  readonly #tell: TellEvent;
  readonly #log: (line: string) => void;

  constructor(tell: TellEvent, log: (line: string) => void) {
    this.#tell = tell;
    this.#log = boundedLog(log, LINES, INTERVAL);
  }

  hasFailed(meterId: string): boolean {
    return this.#failed.get(meterId) === true;
  }

  /** What came of speaking to a meter: `fault` says why it is not believed. */
  hear(meterId: string, fault?: SecurityError): void {
    if ((fault !== undefined) === this.hasFailed(meterId)) return;
    if (fault) {
      this.#failed.set(meterId, true);
      this.#log(`meter ${meterId} is not trusted: ${fault.message}`);
      const { reason, message } = fault;
      this.#tell(meterId, 'meter_not_authentic', 'critical', { reason, error: message });
    } else {
      this.#failed.delete(meterId);
      this.#tell(meterId, 'meter_authentic', 'info', {});
    }
  }
}
