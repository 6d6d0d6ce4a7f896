import type { EventSeverity, Reading } from '../telemetry';
import { ClockWatch } from './clock-watch';
import { CumulativeWatch, type MemoryOf } from './cumulative-watch';

/** Tells what readings show of their meter beside the value. */
export type TellEvent = (
  meterId: string,
  event: string,
  severity: EventSeverity,
  data: Readonly<Record<string, unknown>>,
) => void;

/** Looks at every reading on its way: at energies that go down, and at clocks that are off. */
export class ReadingWatch {
  readonly #cumulative: CumulativeWatch;
  readonly #clocks = new ClockWatch();
  readonly #tell: TellEvent;

  constructor(memoryOf: MemoryOf, tell: TellEvent) {
    this.#cumulative = new CumulativeWatch(memoryOf);
    this.#tell = tell;
  }

  /** The reading, marked where it is suspect. `clockLimit`: ms that a clock may be off; 0: any time. */
  look(reading: Reading, clockLimit: number): Reading {
    const { reading: looked, reset } = this.#cumulative.look(reading);
    if (reset) this.#tell(reading.meterId, 'meter_reset', 'warning', { ...reset });
    const clock = this.#clocks.look(looked, clockLimit);
    if (clock) {
      const drift = Math.round(clock.drift / 1_000);
      const severity = clock.finding === 'clock_right' ? 'info' : 'warning';
      this.#tell(reading.meterId, clock.finding, severity, { drift });
    }
    return looked;
  }
}
