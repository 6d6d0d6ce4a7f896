import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { until } from './until';

/** A line that a program printed, and when it arrived (ms since 1970). */
export interface Line {
  readonly at: number;
  readonly text: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const KILL_AFTER = 10_000;
const running = new Set<Program>();

process.once('exit', killAll);
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

function killAll(): void {
  for (const program of running) program.signal('SIGKILL');
}

/**
 * A program that a test has started, as leader of its own process group, so that what it starts in turn
 * ends with it. Nothing outlives the test run.
 */
export class Program {
  readonly lines: Line[] = [];
  /** The exit code, as a shell tells it: 128 + its number where a signal ended the program. */
  readonly exited: Promise<number>;
  readonly #child: ChildProcess;
  #ended = false;

  constructor(
    readonly command: string,
    args: readonly string[],
    { cwd, env }: ProgramOptions = {},
  ) {
    this.#child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: env ?? process.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface(stream).on('line', (text) => this.#read(text));
    }
    running.add(this);
    this.exited = new Promise((resolve) => {
      const end = (code: number): void => {
        this.#ended = true;
        running.delete(this);
        resolve(code);
      };
      this.#child.once('error', (error) => {
        this.#read(error.message);
        end(127);
      });
      this.#child.once('close', (code, signal) =>
        end(code ?? 128 + (signal ? constants.signals[signal] : 0)),
      );
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get output(): string {
    return this.lines.map(({ text }) => text).join('\n');
  }

  /** The first line from `from` on (an index of `lines`) that matches, printed already or still to come. */
  async line(pattern: RegExp, { within = 60_000, from = 0 } = {}): Promise<Line> {
    const look = () => {
      const line = this.lines.slice(from).find(({ text }) => pattern.test(text));
      if (line === undefined && this.#ended) throw new Error(`no ${pattern} in\n${this.output}`);
      return line;
    };
    return until(look, within, () => `no ${pattern} within ${within} ms in\n${this.output}`);
  }

  /** Sends a signal to the program and all that it started; false where nothing of it runs any more. */
  signal(name: NodeJS.Signals | 0): boolean {
    try {
      return this.pid !== undefined && process.kill(-this.pid, name);
    } catch {
      return false;
    }
  }

  /** Ends the program as a service manager would, by force if it takes too long. */
  async stop(): Promise<number> {
    this.signal('SIGTERM');
    const force = setTimeout(() => this.signal('SIGKILL'), KILL_AFTER);
    const code = await this.exited;
    clearTimeout(force);
    this.signal('SIGKILL');
    return code;
  }

  #read(text: string): void {
    this.lines.push({ at: Date.now(), text });
  }
}

/** Runs a program to its end; gives what it printed, and throws that where it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options?: ProgramOptions,
): Promise<string> {
  const program = new Program(command, args, options);
  const code = await program.exited;
  if (code === 0) return program.output;
  throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${program.output}`);
}
