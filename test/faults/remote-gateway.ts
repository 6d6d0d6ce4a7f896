import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProcessOptions, Request, Sight } from './gateway-process';

const PROGRAM = join(__dirname, 'gateway-process.ts');

/** A gateway in a process of its own. */
export class RemoteGateway {
  readonly #child: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** With at most so many file descriptors, where that is given. */
  static async start(options: GatewayProcessOptions, descriptors?: number): Promise<RemoteGateway> {
    const limit = descriptors === undefined ? '' : `ulimit -n ${descriptors};`;
    const command = `${limit} exec "$0" --import tsx "$@"`;
    const args = ['-c', command, process.execPath, PROGRAM, JSON.stringify(options)];
    const child = spawn('sh', args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const [sight] = (await once(child, 'message')) as [Sight];
    return new RemoteGateway(child, sight.port);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it sees now. */
  look(): Promise<Sight> {
    return this.#ask('look');
  }

  /** The same, after a collection of garbage. */
  collect(): Promise<Sight> {
    return this.#ask('collect');
  }

  /** From now on it counts anew. */
  mark(): Promise<Sight> {
    return this.#ask('mark');
  }

  /** ms until what it sees `holds`; looks every 50 ms. */
  async until(holds: (sight: Sight) => boolean, within: number): Promise<number> {
    const from = performance.now();
    for (;;) {
      const sight = await this.look();
      const passed = performance.now() - from;
      if (holds(sight)) return passed;
      if (passed > within)
        throw new Error(
          `in vain for ${within} ms: ${JSON.stringify({ ...sight, reads: sight.reads.length })}`,
        );
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill();
    await gone;
  }

  async #ask(request: Request): Promise<Sight> {
    this.#child.send(request);
    const [sight] = (await once(this.#child, 'message')) as [Sight];
    return sight;
  }
}
