import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { keysOfFile, type ReadKeys } from './key-cells';
import type { KeySafe } from './key-safe';
import type { ListedMeter } from './listed-meter';
import { meterCsv, parseMeterCsv } from './meter-csv';
import { meterJson, parseMeterJson } from './meter-json';

export interface MeterFileOptions {
  /** What wraps keys now. */
  readonly safe?: () => KeySafe | undefined;
  /** ms between two looks at the file. */
  readonly interval?: number;
  readonly onMeters: (meters: readonly ListedMeter[]) => void;
  /** The file cannot be taken, and the former list goes on; or it has keys in clear that cannot be wrapped. */
  readonly onProblem: (text: string) => void;
}

interface Format {
  readonly name: string;
  readonly parse: (text: string, readKeys: ReadKeys) => readonly ListedMeter[];
  readonly textOf: (meters: Iterable<ListedMeter>) => string;
}

const JSON_FORMAT: Format = { name: 'meters.json', parse: parseMeterJson, textOf: meterJson };
const CSV_FORMAT: Format = { name: 'meters.csv', parse: parseMeterCsv, textOf: meterCsv };
/** In the order of preference. */
const FORMATS = [JSON_FORMAT, CSV_FORMAT];
const INTERVAL = 1_000;
/** Octets; 100,000 meters with keys have some 50 MB. */
const MAX_SIZE = 128 * 1024 * 1024;
/** For us alone: wrapped keys are only as safe as the secret is long. */
const MODE = 0o600;

interface Found {
  readonly path: string;
  readonly format: Format;
  readonly size: number;
  /** Changes with the file. */
  readonly mark: string;
}

/**
 * The file in the gateway's folder that has its meter list: `meters.json`, or else `meters.csv`. It is looked at
 * again and again, since not every file system tells of changes, and read when it has changed and is the same at
 * two looks: who writes it may take a while. To empty the list, write an empty one. Keys in clear are wrapped in
 * the file too, as soon as it is read.
 */
export class MeterFile {
  readonly #folder: string;
  readonly #options: MeterFileOptions;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Of the file that was read last, and of the one last seen; empty: there was none. */
  #read = '';
  #seen = '';
  /** Looks and writes take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, options: MeterFileOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Reads the file if there is one, and watches from then on. */
  async start(): Promise<void> {
    await this.readAgain();
    this.#watch();
  }

  /** Reads the file although it has not changed. */
  async readAgain(): Promise<void> {
    await this.#inTurn(async () => {
      const found = await this.#find();
      this.#seen = found?.mark ?? '';
      await this.#take(found);
    });
  }

  /**
   * Puts a list into the file, in the form that it has, and gives it as if it had been read. At every moment
   * there is a whole file. Rejects where it cannot be written; the former list then goes on.
   */
  async write(meters: readonly ListedMeter[]): Promise<void> {
    await this.#inTurn(async () => {
      await this.#replace((await this.#find())?.format ?? JSON_FORMAT, meters);
      this.#give(meters);
    });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }

  #watch(): void {
    if (this.#isClosed) return;
    const look = () => void this.#inTurn(() => this.#look()).then(() => this.#watch());
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
      if (found) await this.#accept(found);
      else if (hadOne) throw new Error('the file is gone; the list goes on without it');
    } catch (error) {
      if (!this.#isClosed) this.#options.onProblem(problemOf(found, error));
    }
  }

  async #accept(found: Found): Promise<void> {
    let hadClearKeys = false;
    const readKeys = keysOfFile(this.#options.safe?.(), () => {
      hadClearKeys = true;
    });
    const meters = await metersIn(found, readKeys);
    this.#give(meters);
    if (hadClearKeys) await this.#wrapKeys(found, meters);
  }

  async #wrapKeys({ path, format }: Found, meters: readonly ListedMeter[]): Promise<void> {
    try {
      await this.#replace(format, meters);
    } catch (error) {
      this.#options.onProblem(`the keys in ${path} stay in clear:\n${textOf(error)}`);
    }
  }

  async #replace({ name, textOf }: Format, meters: readonly ListedMeter[]): Promise<void> {
    const path = join(this.#folder, name);
    await mkdir(this.#folder, { recursive: true });
    await writeThrough(`${path}.new`, textOf(meters));
    await rename(`${path}.new`, path);
    const found = await this.#find();
    this.#read = found?.mark ?? '';
    this.#seen = this.#read;
  }

  #give(list: readonly ListedMeter[]): void {
    if (!this.#isClosed) this.#options.onMeters(list);
  }

  async #find(): Promise<Found | undefined> {
    for (const format of FORMATS) {
      const path = join(this.#folder, format.name);
      const status = await stat(path).catch(() => undefined);
      if (!status?.isFile()) continue;
      const { size, mtimeMs, ino } = status;
      return { path, format, size, mark: [format.name, size, mtimeMs, ino].join() };
    }
    return undefined;
  }
}

async function metersIn(
  { path, format, size }: Found,
  readKeys: ReadKeys,
): Promise<readonly ListedMeter[]> {
  if (size > MAX_SIZE) throw new Error(`it has more than ${MAX_SIZE} octets`);
  return format.parse(utf8(await readFile(path)), readKeys);
}

/** Names in a code page of old would be taken for others. */
function utf8(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    throw new Error('it is not UTF-8');
  }
}

/** The text is on the disk when this resolves, not only on its way there. */
async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function problemOf(found: Found | undefined, error: unknown): string {
  const text = textOf(error);
  return found ? `${found.path} is not taken:\n${text}` : text;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
