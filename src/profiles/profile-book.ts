import { EventEmitter } from 'node:events';
import { MeterCatalogue, ObisOverrides } from '../telemetry';
import { BUILT_IN, GENERIC } from './built-in';
import { type MeterProfile, resolveProfile } from './profile';
import { type ProfileFile, parseOverrides, parseProfile } from './profile-file';
import { type FoundFile, ProfileFolder, profileNameOf } from './profile-folder';

export interface ProfileBookOptions {
  /** The gateway's own; undefined: there are built-in profiles only. */
  readonly folder?: string | undefined;
  /** ms between two looks at the files. */
  readonly interval?: number;
}

interface ProfileBookEvents {
  changed: [];
  /** A file cannot be taken; the former content of it, if any, goes on. */
  problem: [text: string];
}

/**
 * All profiles: those that are built in, and the user's own, which are read again when they change. With them,
 * the user's words on objects, which go before those of any profile.
 */
export class ProfileBook extends EventEmitter<ProfileBookEvents> {
  readonly #folder: ProfileFolder | undefined;
  #files: ReadonlyMap<string, ProfileFile> = new Map();
  #profiles = resolveAll(new Map(), () => undefined);
  #overrides = new ObisOverrides();
  /** Words that nodes have in their dialogs, by node. */
  readonly #words = new Map<string, ObisOverrides>();
  readonly #catalogues = new Map<string, MeterCatalogue>();

  constructor({ folder, interval }: ProfileBookOptions = {}) {
    super();
    this.setMaxListeners(0);
    const onFiles = (files: readonly FoundFile[]): void => this.#take(files);
    this.#folder =
      folder === undefined
        ? undefined
        : new ProfileFolder(folder, { onFiles, ...(interval !== undefined && { interval }) });
  }

  /** Reads the user's files, and watches them from then on. Never rejects: what is wrong is a `problem`. */
  async open(): Promise<void> {
    await this.#folder?.start();
  }

  names(): readonly string[] {
    return [...this.#profiles.keys()];
  }

  find(name: string): MeterProfile | undefined {
    return this.#profiles.get(name);
  }

  /** The profile of this name; where there is none, the generic one. */
  profileOf(name: string): MeterProfile {
    return this.find(name) ?? this.find(GENERIC) ?? resolveProfile(GENERIC, new Map());
  }

  /** What objects of meters of this model are called; it need not be the name of a profile. */
  catalogueOf(model: string): MeterCatalogue {
    const known = this.#catalogues.get(model);
    if (known) return known;
    const words = [...this.#words.values(), this.#overrides, this.profileOf(model).words];
    const catalogue = new MeterCatalogue(model, words);
    if (this.#catalogues.size < MAX_CATALOGUES) this.#catalogues.set(model, catalogue);
    return catalogue;
  }

  /** A node's own words hold for all, until what this gives is called, or the node has others. */
  useWords(nodeId: string, words: ObisOverrides): () => void {
    this.#words.set(nodeId, words);
    this.#changed();
    return () => {
      if (this.#words.get(nodeId) !== words) return;
      this.#words.delete(nodeId);
      this.#changed();
    };
  }

  close(): void {
    this.#folder?.close();
    this.removeAllListeners();
  }

  #take(found: readonly FoundFile[]): void {
    const files = new Map<string, ProfileFile>();
    let overrides = new ObisOverrides();
    for (const { path, content } of found) {
      const name = profileNameOf(path);
      try {
        if ('problem' in content) throw new TypeError(content.problem);
        if (name === undefined) overrides = overridesIn(content.text);
        else files.set(name, parseProfile(content.text));
      } catch (error) {
        this.#tellProblem(path, error);
        const former = name === undefined ? undefined : this.#files.get(name);
        if (name === undefined) overrides = this.#overrides;
        else if (former) files.set(name, former);
      }
    }
    this.#files = files;
    this.#overrides = overrides;
    this.#profiles = resolveAll(files, (name, error) =>
      this.#tellProblem(`profile ${name}`, error),
    );
    this.#changed();
  }

  #tellProblem(what: string, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.emit('problem', `${what} is not taken:\n${text}`);
  }

  #changed(): void {
    this.#catalogues.clear();
    this.emit('changed');
  }
}

/** Models are named by meter lists and messages. */
const MAX_CATALOGUES = 1_000;

function overridesIn(text: string): ObisOverrides {
  return new ObisOverrides(
    parseOverrides(text).map(({ obis, ...words }) => ({
      obis,
      ...(words.model !== undefined && { model: words.model }),
      ...(words.register !== undefined && { register: words.register }),
      ...(words.unit !== undefined && { unit: words.unit }),
      ...(words.scaler !== undefined && { scaler: words.scaler }),
    })),
  );
}

function resolveAll(
  files: ReadonlyMap<string, ProfileFile>,
  onProblem: (name: string, error: unknown) => void,
): ReadonlyMap<string, MeterProfile> {
  const profiles = new Map<string, MeterProfile>();
  for (const name of new Set([...BUILT_IN.keys(), ...files.keys()])) {
    try {
      profiles.set(name, resolveProfile(name, files));
    } catch (error) {
      onProblem(name, error);
    }
  }
  return profiles;
}
