import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALARM_PREFIX, AlarmRows } from './alarm-rows';
import { COUNTER_PREFIX, Counters } from './counters';
import { type Engine, hasCode, NO_ENGINE, reasonOf } from './engine';
import { EXECUTED_PREFIX, ExecutedIds } from './executed-ids';
import { HEARD_PREFIX, HeardCounters } from './heard-counters';
import { Journal, type Log } from './journal';
import { KnownMeters, MEMORY_PREFIX, METER_PREFIX } from './known-meters';
import type { LevelModule } from './level-engine';
import { NamedValues, VALUE_PREFIX } from './named-values';
import { type Opened, openFolder } from './open-folder';
import { PROFILE_PREFIX, ProfileMarks } from './profile-marks';

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
  readonly profiles: ProfileMarks;
  readonly heard: HeardCounters;
  /**
   * Writes what is gathered; it is on disk when this resolves.
   * @throws StorageError where it is not.
   */
  flush(): Promise<void>;
  /** Writes what is gathered, and lets another process have the folder. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly log: Log;
  /** Loads the database engine, which has a binary for each platform. */
  readonly load?: () => Promise<LevelModule>;
  /** ms for which a folder that somebody holds is waited for: they may be about to close it. */
  readonly patience?: number;
}

/** Within the gateway's folder, where people keep files of their own. */
const SUBFOLDER = 'store';
const PATIENCE = 5_000;
const RETRY = 50;

/**
 * Opens the store of a gateway in its folder. Where there is none, or it cannot be used (no engine for this
 * platform, no rights, no room, held by another process, written by a newer version), the store is memory
 * only, and says why.
 */
export async function openStore(
  folder: string | undefined,
  { log, load = () => import('classic-level'), patience = PATIENCE }: StoreOptions,
): Promise<Store> {
  try {
    if (folder === undefined) throw new Error('there is no folder for it');
    return await openDurable(await loadEngine(load), folder, log, patience);
  } catch (error) {
    const reason = plainReason(error);
    log(`nothing will be remembered over a restart: ${reason}`);
    return assemble(NO_ENGINE, new Journal(NO_ENGINE, log), { durable: false, reason });
  }
}

async function openDurable(
  level: LevelModule,
  folder: string,
  log: Log,
  patience: number,
): Promise<Store> {
  await mkdir(folder, { recursive: true });
  // What the engine itself says of a read-only folder is that it does not exist.
  await access(folder, constants.W_OK);
  const { engine, repaired } = await openWhenFree(
    () => openFolder(level, join(folder, SUBFOLDER), log),
    patience,
  );
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

async function openWhenFree(open: () => Promise<Opened>, patience: number): Promise<Opened> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!hasCode(error, 'LEVEL_LOCKED') || performance.now() > deadline) throw error;
    }
    await sleep(RETRY);
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
    profiles: new ProfileMarks(journal, await engine.rows(PROFILE_PREFIX)),
    heard: new HeardCounters(journal, await engine.rows(HEARD_PREFIX)),
    flush: () => journal.commit(),
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
