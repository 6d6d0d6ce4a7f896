import { type Change, type Engine, parseRow } from './engine';

/** Gives the changes that bring the rows of one version to the next; they are written all or none. */
export type Migration = (engine: Engine) => Promise<readonly Change[]>;

/** From version 1 to 2, from 2 to 3, and so on. Published ones are never changed. */
export const MIGRATIONS: readonly Migration[] = [];

const VERSION_KEY = 'schemaVersion';

/** The rows were written by a newer version of this package; nothing of them is touched. */
export class NewerSchema extends Error {}

/** The rows have no version: they are not ours, or what is left of ours. */
export class UnknownSchema extends Error {}

/**
 * Brings what is stored to the version that this package knows.
 * @throws NewerSchema, UnknownSchema; what the engine throws.
 */
export async function migrate(engine: Engine, migrations = MIGRATIONS): Promise<void> {
  const known = 1 + migrations.length;
  const version = await versionOf(engine);
  if (version === undefined) return engine.write([[VERSION_KEY, String(known)]]);
  if (version > known) {
    throw new NewerSchema(
      `it was written by a newer version (schema ${version}, this one knows up to ${known})`,
    );
  }
  for (const [index, migration] of migrations.slice(version - 1).entries()) {
    const next = String(version + index + 1);
    await engine.write([...(await migration(engine)), [VERSION_KEY, next]]);
  }
}

/** Undefined where nothing is stored yet. */
async function versionOf(engine: Engine): Promise<number | undefined> {
  const [row] = await engine.rows(VERSION_KEY);
  if (!row && (await engine.rows('')).length === 0) return undefined;
  const version = parseRow(row?.[1] ?? '');
  if (Number.isSafeInteger(version) && Number(version) >= 1) return Number(version);
  throw new UnknownSchema('it has no schema version');
}
