import type { Directory, Link, Meter } from '../link';
import { traceLine } from './trace-line';

export interface TraceOptions {
  /** ms until it ends by itself. */
  readonly duration: number;
  /** Takes a line for the log. */
  readonly log: (line: string) => void;
  readonly ended: () => void;
}

/** A trace of a meter that talks without end ends by itself as well. */
const MAX_LINES = 10_000;

/** Follows one meter over its links for a while: a line for all octets that come and go. */
export class MeterTrace {
  readonly #directory: Directory;
  readonly #meterId: string;
  readonly #options: TraceOptions;
  readonly #timer: NodeJS.Timeout;
  #link: Link | undefined;
  #lines = 0;

  constructor(directory: Directory, meterId: string, options: TraceOptions) {
    this.#directory = directory;
    this.#meterId = meterId;
    this.#options = options;
    this.#timer = setTimeout(() => this.end('time is up'), options.duration).unref();
    directory.on('reach', this.#follow);
    this.#attach(directory.find(meterId)?.link);
  }

  end(why: string): void {
    clearTimeout(this.#timer);
    this.#directory.off('reach', this.#follow);
    this.#link?.off('traffic', this.#hear);
    this.#options.log(`meter ${this.#meterId}: the trace ends: ${why}`);
    this.#options.ended();
  }

  readonly #follow = ({ id, link }: Meter): void => {
    if (id === this.#meterId && link !== this.#link) this.#attach(link);
  };

  readonly #hear = (direction: 'in' | 'out', octets: Uint8Array): void => {
    this.#tell(traceLine(direction, octets));
    if (++this.#lines >= MAX_LINES) this.end(`${MAX_LINES} lines`);
  };

  #attach(link: Link | undefined): void {
    this.#link?.off('traffic', this.#hear);
    this.#link = link;
    link?.on('traffic', this.#hear);
    this.#tell(link ? `here from ${link.remoteAddress}` : 'not dialled in');
  }

  #tell(line: string): void {
    const where = this.#link ? `, link ${this.#link.id}` : '';
    this.#options.log(`meter ${this.#meterId}${where}: ${line}`);
  }
}
