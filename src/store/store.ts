import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ALARM_PREFIX, AlarmRows } from './alarm-rows';
import { COUNTER_PREFIX, Counters } from './counters';
import { type Engine, hasCode, NO_ENGINE, reasonOf } from './engine';
import { EXECUTED_PREFIX, ExecutedIds } from './executed-ids';
import { Journal, type Log } from './journal';
import { KnownMeters, MEMORY_PREFIX, METER_PREFIX } from './known-meters';
import type { LevelModule } from './level-engine';
import { NamedValues, VALUE_PREFIX } from './named-values';
import { openFolder } from './open-folder';

/** What a gateway remembers over restarts. */
export interface Store {
  /** False: all is lost with the process, so acts and ciphered associations are to be refused. */
  readonly durable: boolean;
  /** Why it is not durable. */
  readonly reason?: string;
  /** Why nothing can be written at the moment; undefined while all is well. */
  readonly fault: string | undefined;
  readonly meters: KnownMeters;
  readonly executed: ExecutedIds;
  readonly counters: Counters;
  readonly values: NamedValues;
  readonly alarms: AlarmRows;
  /** Writes what is gathered, and lets another process have the folder. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly log: Log;
  /** Loads the database engine, which has a binary for each platform. */
  readonly load?: () => Promise<LevelModule>;
}

/** Within the gateway's folder, where people keep files of their own. */
const SUBFOLDER = 'store';

/**
 * Opens the store of a gateway in its folder. Where that cannot be used (no engine for this platform, no
 * rights, no room, held by another process, written by a newer version), the store is memory only, and says
 * why.
 */
export async function openStore(folder: string, options: StoreOptions): Promise<Store> {
  const { log, load = () => import('classic-level') } = options;
  try {
    return await openDurable(await loadEngine(load), folder, log);
  } catch (error) {
    const reason = plainReason(error);
    log(`nothing will be remembered over a restart: ${reason}`);
    return assemble(NO_ENGINE, new Journal(NO_ENGINE, log), { durable: false, reason });
  }
}

async function openDurable(level: LevelModule, folder: string, log: Log): Promise<Store> {
  await mkdir(folder, { recursive: true });
  // What the engine itself says of a read-only folder is that it does not exist.
  await access(folder, constants.W_OK);
  const { engine, repaired } = await openFolder(level, join(folder, SUBFOLDER), log);
  const journal = new Journal(engine, log);
  try {
    const store = await assemble(engine, journal, { durable: true });
    if (repaired) await store.counters.leap();
    return store;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

async function assemble(
  engine: Engine,
  journal: Journal,
  kind: Pick<Store, 'durable' | 'reason'>,
): Promise<Store> {
  return {
    ...kind,
    get fault() {
      return journal.fault;
    },
    meters: new KnownMeters(
      journal,
      await engine.rows(METER_PREFIX),
      await engine.rows(MEMORY_PREFIX),
    ),
    executed: new ExecutedIds(journal, await engine.rows(EXECUTED_PREFIX)),
    counters: new Counters(journal, await engine.rows(COUNTER_PREFIX)),
    values: new NamedValues(journal, await engine.rows(VALUE_PREFIX)),
    alarms: new AlarmRows(journal, await engine.rows(ALARM_PREFIX)),
    close: () => journal.close(),
  };
}

async function loadEngine(load: () => Promise<LevelModule>): Promise<LevelModule> {
  try {
    return await load();
  } catch (error) {
    throw new Error(`the database engine cannot be loaded: ${reasonOf(error)}`);
  }
}

function plainReason(error: unknown): string {
  const reason = reasonOf(error);
  return hasCode(error, 'LEVEL_LOCKED') ? `another process uses the folder (${reason})` : reason;
}
