import { readdir, rename } from 'node:fs/promises';
import { hasCode, reasonOf } from './engine';
import type { Log } from './journal';
import { LevelEngine, type LevelModule } from './level-engine';
import { migrate, UnknownSchema } from './schema';

/** What became of a folder that could be opened. */
export interface Opened {
  readonly engine: LevelEngine;
  /** What it held was damaged; the newest of it may be lost. */
  readonly repaired: boolean;
}

/**
 * Opens a LevelDB folder and brings it to our schema. What is damaged is repaired once; beyond repair, it is
 * moved aside and a new one begun.
 * @throws whatever keeps the folder from being used although nothing is damaged.
 */
export async function openFolder(level: LevelModule, folder: string, log: Log): Promise<Opened> {
  try {
    if (await isBeheaded(folder)) throw new Damage('CURRENT is missing');
    return { engine: await openMigrated(level, folder), repaired: false };
  } catch (error) {
    if (!isDamage(error)) throw error;
    log(`the store in ${folder} is damaged (${reasonOf(error)}): repairing it`);
  }
  try {
    await level.ClassicLevel.repair(folder);
    return { engine: await openMigrated(level, folder), repaired: true };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const aside = `${folder}-damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    await rename(folder, aside);
    log(
      `the store in ${folder} cannot be repaired (${reasonOf(error)}): it is now ${aside}, and a new one is begun`,
    );
  }
  return { engine: await openMigrated(level, folder), repaired: false };
}

class Damage extends Error {}

async function openMigrated(level: LevelModule, folder: string): Promise<LevelEngine> {
  const engine = await LevelEngine.open(level, folder);
  try {
    await migrate(engine);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Without CURRENT LevelDB would take the folder for a new one, and delete what is in it. */
async function isBeheaded(folder: string): Promise<boolean> {
  const files = await readdir(folder).catch((): string[] => []);
  return !files.includes('CURRENT') && files.some((file) => /^\d+\.(log|ldb|sst)$/.test(file));
}

/** A full disk, missing rights or another process that holds the lock are no damage. */
function isDamage(error: unknown): boolean {
  if (error instanceof Damage || error instanceof UnknownSchema) return true;
  if (hasCode(error, 'LEVEL_CORRUPTION')) return true;
  return hasCode(error, 'LEVEL_IO_ERROR') && /No such file|cannot find/i.test(reasonOf(error));
}
