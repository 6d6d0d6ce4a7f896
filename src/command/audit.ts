import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Publication } from '../telemetry';
import type { Channel } from './options';

/** One write or act, as it was asked and as it was answered. */
export interface AuditRecord {
  readonly ts: number;
  readonly gateway: string;
  readonly phase: 'asked' | 'answered';
  readonly meterId: string;
  readonly id: string | number;
  readonly method: string;
  readonly channel: Channel;
  /** What its request to the meter is, as far as that is known; no value and no password. */
  readonly what?: string;
  /** What the relay was to become. */
  readonly state?: string;
  readonly by?: string;
  readonly reason?: string;
  readonly success?: boolean;
  readonly code?: string;
  readonly error?: string;
  readonly relayState?: string;
}

/** Octets after which another file is begun. */
const MAX_FILE = 10 * 1024 * 1024;
const FILES = 10;

export function auditMessage(prefix: string, record: AuditRecord): Publication {
  const topic = `${prefix}/gateways/${record.gateway}/audit`;
  return { topic, payload: { ...record }, qos: 1, retain: false };
}

/** Audit records on disk, a line of JSON each; the oldest of the files gives way. */
export class AuditLog {
  readonly #folder: string;
  #file: FileHandle | undefined;
  #size = 0;
  /** Records that wait for those before them, and go to disk together. */
  #waiting: string[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** The folder is made when it is needed. */
  constructor(folder: string) {
    this.#folder = join(folder, 'audit');
  }

  /** The record is on disk when this resolves, behind those before it. Rejects where it cannot be. */
  append(record: AuditRecord): Promise<void> {
    this.#waiting.push(`${JSON.stringify(record)}\n`);
    this.#next ??= this.#writeAfter(this.#last);
    return this.#next;
  }

  /** What is still to be answered is written all the same. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#next?.catch(() => undefined);
    await this.#last;
    await this.#closeFile();
  }

  #writeAfter(last: Promise<unknown>): Promise<void> {
    const written = last.then(() => {
      const lines = this.#waiting.splice(0).join('');
      this.#next = undefined;
      return this.#write(lines);
    });
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #write(lines: string): Promise<void> {
    if (this.#size > MAX_FILE) await this.#beginAnother();
    this.#file ??= await this.#open();
    await this.#file.appendFile(lines);
    await this.#file.datasync();
    this.#size += Buffer.byteLength(lines);
    if (this.#isClosed) await this.#closeFile();
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #open(): Promise<FileHandle> {
    await mkdir(this.#folder, { recursive: true });
    const file = await open(this.#path(0), 'a', 0o600);
    this.#size = (await file.stat()).size;
    return file;
  }

  async #beginAnother(): Promise<void> {
    await this.#closeFile();
    for (let number = FILES - 2; number >= 0; number--) {
      const isThere = await stat(this.#path(number)).then(
        () => true,
        () => false,
      );
      if (isThere) await rename(this.#path(number), this.#path(number + 1));
    }
  }

  /** `audit.jsonl` is the latest, `audit.1.jsonl` the one before. */
  #path(number: number): string {
    return join(this.#folder, number === 0 ? 'audit.jsonl' : `audit.${number}.jsonl`);
  }
}
