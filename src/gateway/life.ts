import { Gate } from '../gate/gate';
import type { Publication } from '../telemetry';
import type { MeterPort } from './meter-port';

/**
 * Where status and events of meters go out, once each: at the port that a meter came in through, and of those
 * that came through none, or through one that is closed, at the first port that there is.
 */
export class Life {
  /** In the order in which they were added. */
  readonly #ports = new Set<MeterPort>();
  readonly #gate = new Gate();

  /** Until there is a port, everything waits. */
  constructor() {
    this.#gate.hold();
  }

  addPort(port: MeterPort): void {
    this.#ports.add(port);
    this.#gate.release();
  }

  removePort(port: MeterPort): void {
    this.#ports.delete(port);
    if (this.#ports.size === 0) this.#gate.hold();
  }

  tell(publication: Publication, port?: MeterPort): void {
    if (port && this.#ports.has(port)) port.tellLife(publication);
    else this.#gate.pass(() => this.#firstPort()?.tellLife(publication));
  }

  #firstPort(): MeterPort | undefined {
    const [first] = this.#ports;
    return first;
  }
}
