import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface ProfileFolderOptions {
  /** ms between two looks. */
  readonly interval?: number;
  readonly onFiles: (files: readonly FoundFile[]) => void;
}

/** A file with its text, or why it has none. */
export interface FoundFile {
  readonly path: string;
  readonly content: { readonly text: string } | { readonly problem: string };
}

const PROFILES = 'profiles';
const OVERRIDES = 'overrides.json';
const PROFILE_NAME = /^[\w.-]{1,64}\.json$/;
const INTERVAL = 2_000;
const MAX_FILES = 200;
const MAX_OCTETS = 256 * 1024;

/** The name of the profile in a file; undefined where it has the words for all profiles. */
export function profileNameOf(path: string): string | undefined {
  const file = basename(path);
  return file === OVERRIDES && basename(join(path, '..')) !== PROFILES
    ? undefined
    : file.slice(0, -'.json'.length);
}

/**
 * The user's own profiles in the gateway's folder, and `overrides.json` beside them. They are looked at again and
 * again, since not every file system tells of changes, and read when they have changed and are the same at two
 * looks: who writes them may take a while.
 */
export class ProfileFolder {
  readonly #folder: string;
  readonly #options: ProfileFolderOptions;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #read = '';
  #seen = '';

  constructor(folder: string, options: ProfileFolderOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Reads what is there, and watches from then on. Never rejects. */
  async start(): Promise<void> {
    const { mark, paths } = await this.#find();
    this.#seen = mark;
    await this.#take(mark, paths);
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
    const { mark, paths } = await this.#find();
    const isSettled = mark === this.#seen;
    this.#seen = mark;
    if (isSettled && mark !== this.#read) await this.#take(mark, paths);
  }

  async #take(mark: string, paths: readonly string[]): Promise<void> {
    this.#read = mark;
    const files: FoundFile[] = [];
    for (const path of paths) files.push({ path, content: await contentOf(path) });
    if (!this.#isClosed) this.#options.onFiles(files);
  }

  async #find(): Promise<{ readonly mark: string; readonly paths: readonly string[] }> {
    const folder = join(this.#folder, PROFILES);
    const names = await readdir(folder).catch(() => []);
    const profiles = names.filter((name) => PROFILE_NAME.test(name)).sort();
    const marks: string[] = [];
    const paths: string[] = [];
    for (const path of [
      join(this.#folder, OVERRIDES),
      ...profiles.slice(0, MAX_FILES).map((name) => join(folder, name)),
    ]) {
      const status = await stat(path).catch(() => undefined);
      if (!status?.isFile()) continue;
      paths.push(path);
      marks.push([path, status.size, status.mtimeMs, status.ino].join());
    }
    return { mark: marks.join('\n'), paths };
  }
}

async function contentOf(path: string): Promise<FoundFile['content']> {
  try {
    const { size } = await stat(path);
    if (size > MAX_OCTETS) return { problem: `it has more than ${MAX_OCTETS} octets` };
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
