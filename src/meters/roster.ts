import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Recent } from '../recent/recent';
import { TimeZone } from '../telemetry';
import { KeySafe, type WrappedKeys } from './key-safe';
import { type ListedMeter, MeterList } from './listed-meter';
import { MeterFile } from './meter-file';
import type { MeterKeys } from './meter-keys';

export interface RosterOptions {
  /** Where the file with the list is; undefined: there is none, and the list is memory only. */
  readonly folder: string | undefined;
  /** What wraps keys; empty: there are none. */
  readonly secret: string;
  /** ms between two looks at the file. */
  readonly interval?: number;
}

interface RosterEvents {
  /** There is another list now. */
  changed: [list: MeterList];
  /** The file cannot be taken, and the former list goes on; or its keys stay in clear. */
  problem: [text: string];
}

/** Unwrapped keys are kept of so many meters, because every frame of a ciphered meter asks for them. */
const MAX_UNWRAPPED = 10_000;
/** There are some 600 zones, with the names of old. */
const MAX_ZONES = 1_000;

/** The meter list of a running gateway. Its truth is the file; whoever writes that, or `replace`s it, changes it at once. */
export class Roster extends EventEmitter<RosterEvents> {
  readonly #file: MeterFile | undefined;
  #secret: string;
  #safe: KeySafe | undefined;
  #list = new MeterList();
  #revision = randomUUID();
  #problem: string | undefined;
  readonly #unwrapped = new Recent<MeterKeys>(MAX_UNWRAPPED);
  /** Ids by system title; undefined until somebody asks. */
  #titles: ReadonlyMap<string, string> | undefined;
  readonly #zones = new Recent<TimeZone>(MAX_ZONES);

  constructor({ folder, secret, interval }: RosterOptions) {
    super();
    this.setMaxListeners(0);
    this.#secret = secret;
    this.#safe = safeOf(secret);
    this.#file =
      folder === undefined
        ? undefined
        : new MeterFile(folder, {
            safe: () => this.#safe,
            ...(interval !== undefined && { interval }),
            onMeters: (meters) => this.#apply(meters),
            onProblem: (text) => {
              this.#problem = text;
              this.emit('problem', text);
            },
          });
  }

  get list(): MeterList {
    return this.#list;
  }

  /** Names the list as it is now; another list has another one. */
  get revision(): string {
    return this.#revision;
  }

  /** What is wrong with the file; undefined while nothing is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** What wraps keys; undefined without a secret. */
  get safe(): KeySafe | undefined {
    return this.#safe;
  }

  /** Reads the file, and watches it from then on. Never rejects: what is wrong is a `problem`. */
  async open(): Promise<void> {
    await this.#file?.start();
  }

  /** Goes on with another secret. What was wrapped with the former one opens no more. */
  useSecret(secret: string): void {
    if (secret === this.#secret) return;
    this.#secret = secret;
    this.#safe = safeOf(secret);
    this.#unwrapped.clear();
    this.#titles = undefined;
    void this.#file?.readAgain();
  }

  /** Puts another list in place of this one. Rejects where it cannot be written; nothing has changed then. */
  async replace(meters: readonly ListedMeter[]): Promise<void> {
    if (this.#file) await this.#file.write(meters);
    else this.#apply(meters);
  }

  /**
   * The secrets of a meter in clear; undefined where it has none.
   * @throws TypeError where there is no secret to unwrap them with, or they were wrapped with another one.
   */
  keysOf(meterId: string): MeterKeys | undefined {
    const wrapped = this.#list.find(meterId)?.keys;
    return wrapped && (this.#unwrapped.get(wrapped) ?? this.#unwrap(wrapped, meterId));
  }

  /** The meter that has this system title, lower-case hex, among its keys. */
  idOfTitle(systemTitle: string): string | undefined {
    this.#titles ??= this.#allTitles();
    return this.#titles.get(systemTitle);
  }

  /** The zone that a meter's clock runs on; undefined where the list does not say. */
  timezoneOf(meterId: string): TimeZone | undefined {
    const name = this.#list.find(meterId)?.timezone;
    if (name === undefined) return undefined;
    const zone = this.#zones.get(name) ?? new TimeZone(name);
    this.#zones.set(name, zone);
    return zone;
  }

  close(): void {
    this.#file?.close();
    this.removeAllListeners();
  }

  #unwrap(wrapped: WrappedKeys, meterId: string): MeterKeys {
    if (!this.#safe) throw new TypeError('there is no secret to unwrap keys with');
    const keys = this.#safe.unwrap(wrapped, meterId);
    this.#unwrapped.set(wrapped, keys);
    return keys;
  }

  #allTitles(): Map<string, string> {
    const titles = new Map<string, string>();
    for (const { id, keys } of this.#list.all()) {
      try {
        const title = keys && this.#safe?.unwrap(keys, id).systemTitle;
        if (title !== undefined) titles.set(title.toLowerCase(), id);
      } catch {
        // Keys that cannot be unwrapped name nobody; who needs them is told.
      }
    }
    return titles;
  }

  #apply(meters: readonly ListedMeter[]): void {
    this.#list = new MeterList(meters);
    this.#titles = undefined;
    this.#revision = randomUUID();
    this.#problem = undefined;
    this.emit('changed', this.#list);
  }
}

function safeOf(secret: string): KeySafe | undefined {
  return secret === '' ? undefined : new KeySafe(secret);
}
