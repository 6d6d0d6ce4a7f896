import type { CaptureObject, DeviationPolicy, Obis } from '../dlms';
import { ObisOverrides } from '../telemetry';
import { BUILT_IN } from './built-in';
import type { AssociationWish, ProfileFile } from './profile-file';

/** Register groups that a DLMS poller can be set to. */
export type RegisterGroup = 'energy' | 'instantaneous' | 'all';

/** A profile of a meter with rows that are captured periodically. */
export interface LoadProfile {
  readonly obis: Obis;
  /** Minutes between two reads. */
  readonly every: number;
}

/** A profile with a row for each billing period. */
export interface BillingProfile {
  readonly obis: Obis;
  /** The day of the month at whose beginning a period ends. */
  readonly day: number;
}

/** All that is known of meters of one kind. */
export interface MeterProfile {
  readonly name: string;
  readonly title: string;
  readonly association: AssociationWish;
  /** What objects are called, and how numbers are scaled. */
  readonly words: ObisOverrides;
  readonly groups: Readonly<Record<RegisterGroup, readonly CaptureObject[]>>;
  /** What the meters push, where they push values only. */
  readonly pushes: readonly (readonly CaptureObject[])[];
  readonly loadProfile?: LoadProfile;
  readonly billing?: BillingProfile;
  /** How the meters use the deviation of their times; absent: as the standard has it. */
  readonly deviation?: DeviationPolicy;
}

const MAX_DEPTH = 8;
const EVERY = 15;
const FIRST_OF_MONTH = 1;

/**
 * A profile with all that it takes over from those that it extends. A file of the user's goes before a built-in
 * profile of the same name, which it may extend.
 * @throws RangeError where it extends what is not there, itself, or too many.
 */
export function resolveProfile(
  name: string,
  files: ReadonlyMap<string, ProfileFile>,
): MeterProfile {
  const chain = lineage(name, files);
  const merged = chain.reduceRight((base, file) => overlay(base, file), EMPTY);
  const { title = name, loadProfile, billing, deviation } = merged;
  const registers = Object.entries(merged.registers ?? {});
  return {
    name,
    title,
    association: merged.association ?? {},
    words: new ObisOverrides(registers.map(([obis, words]) => ({ obis, ...present(words) }))),
    groups: { energy: [], instantaneous: [], all: [], ...present(merged.groups ?? {}) },
    pushes: merged.pushes ?? [],
    ...(loadProfile && { loadProfile: { every: EVERY, ...present(loadProfile) } }),
    ...(billing && { billing: { day: FIRST_OF_MONTH, ...present(billing) } }),
    ...(deviation && { deviation }),
  };
}

const EMPTY: ProfileFile = {};

/** The profile itself, what it extends, and so on. */
function lineage(name: string, files: ReadonlyMap<string, ProfileFile>): readonly ProfileFile[] {
  const chain: ProfileFile[] = [];
  let next: string | undefined = name;
  let heir: string | undefined;
  while (next !== undefined) {
    const file: ProfileFile | undefined =
      next === heir ? BUILT_IN.get(next) : (files.get(next) ?? BUILT_IN.get(next));
    if (!file) throw new RangeError(`extends: there is no profile "${next}"`);
    if (chain.includes(file)) throw new RangeError(`extends: "${next}" extends itself`);
    if (chain.length === MAX_DEPTH)
      throw new RangeError(`extends: more than ${MAX_DEPTH} profiles`);
    chain.push(file);
    heir = next;
    next = file.extends;
  }
  return chain;
}

function overlay(base: ProfileFile, file: ProfileFile): ProfileFile {
  return {
    ...base,
    ...present(file),
    association: { ...base.association, ...present(file.association ?? {}) },
    registers: { ...base.registers, ...file.registers },
    groups: { ...base.groups, ...present(file.groups ?? {}) },
    pushes: [...(file.pushes ?? []), ...(base.pushes ?? [])],
  };
}

type Present<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** Under exactOptionalPropertyTypes an absent field is not an undefined one. */
function present<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<Fields>;
}
