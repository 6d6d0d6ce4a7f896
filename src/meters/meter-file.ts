import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeySafe } from './key-safe';
import type { ListedMeter } from './listed-meter';
import { parseMeterCsv } from './meter-csv';
import { parseMeterJson } from './meter-json';

export interface MeterFileOptions {
  readonly safe?: KeySafe | undefined;
  /** ms between two looks at the file. */
  readonly interval?: number;
  readonly onMeters: (meters: readonly ListedMeter[]) => void;
  /** The file cannot be taken: the former list goes on. */
  readonly onProblem: (text: string) => void;
}

type Parse = (text: string, safe?: KeySafe) => readonly ListedMeter[];

/** In the order of preference. */
const FORMATS: readonly (readonly [name: string, parse: Parse])[] = [
  ['meters.json', parseMeterJson],
  ['meters.csv', parseMeterCsv],
];
const INTERVAL = 1_000;
/** Octets; 100,000 meters with keys have some 50 MB. */
const MAX_SIZE = 128 * 1024 * 1024;

interface Found {
  readonly path: string;
  readonly parse: Parse;
  readonly size: number;
  /** Changes with the file. */
  readonly mark: string;
}

/**
 * The file in the gateway's folder that has its meter list: `meters.json`, or else `meters.csv`. It is looked at
 * again and again, since not every file system tells of changes, and read when it has changed and is the same at
 * two looks: who writes it may take a while. To empty the list, write an empty one.
 */
export class MeterFile {
  readonly #folder: string;
  readonly #options: MeterFileOptions;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Of the file that was read last, and of the one last seen; empty: there was none. */
  #read = '';
  #seen = '';

  constructor(folder: string, options: MeterFileOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Reads the file if there is one, and watches from then on. */
  async start(): Promise<void> {
    const found = await this.#find();
    this.#seen = found?.mark ?? '';
    await this.#take(found);
    this.#watch();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #watch(): void {
    if (this.#isClosed) return;
    const look = () => void this.#look().then(() => this.#watch());
    this.#timer = setTimeout(look, this.#options.interval ?? INTERVAL).unref();
  }

  async #look(): Promise<void> {
    const found = await this.#find();
    const mark = found?.mark ?? '';
    const isSettled = mark === this.#seen;
    this.#seen = mark;
    if (isSettled && mark !== this.#read) await this.#take(found);
  }

  async #take(found: Found | undefined): Promise<void> {
    const hadOne = this.#read !== '';
    this.#read = found?.mark ?? '';
    try {
      if (found) this.#give(await metersIn(found, this.#options.safe));
      else if (hadOne) throw new Error('the file is gone; the list goes on without it');
    } catch (error) {
      if (!this.#isClosed) this.#options.onProblem(problemOf(found, error));
    }
  }

  #give(list: readonly ListedMeter[]): void {
    if (!this.#isClosed) this.#options.onMeters(list);
  }

  async #find(): Promise<Found | undefined> {
    for (const [name, parse] of FORMATS) {
      const path = join(this.#folder, name);
      const status = await stat(path).catch(() => undefined);
      if (!status?.isFile()) continue;
      const { size, mtimeMs, ino } = status;
      return { path, parse, size, mark: [name, size, mtimeMs, ino].join() };
    }
    return undefined;
  }
}

async function metersIn(
  { path, parse, size }: Found,
  safe: KeySafe | undefined,
): Promise<readonly ListedMeter[]> {
  if (size > MAX_SIZE) throw new Error(`it has more than ${MAX_SIZE} octets`);
  return parse(utf8(await readFile(path)), safe);
}

/** Names in a code page of old would be taken for others. */
function utf8(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    throw new Error('it is not UTF-8');
  }
}

function problemOf(found: Found | undefined, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return found ? `${found.path} is not taken:\n${text}` : text;
}
