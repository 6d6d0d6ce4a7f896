import {
  type CaptureObject,
  type Data,
  type DataAccessResult,
  type Obis,
  scalerUnitOf,
} from '../../dlms';
import { SCALER_UNIT_ATTRIBUTE, type Scale } from '../../telemetry';
import type { DlmsClient, RequestOptions } from './dlms-client';
import { isFresh, learn } from './learned';
import { forgetIfRenamed } from './renamed';

/** Data-access-results that may be others the next time. */
const TRANSIENT: ReadonlySet<DataAccessResult> = new Set(['hardware-fault', 'temporary-failure']);

/**
 * How the meter itself says that the numbers of a register are scaled: asked once a day and kept in its memory.
 * Undefined where it does not tell.
 */
export async function readScale(
  client: DlmsClient,
  memory: Map<string, unknown>,
  classId: number,
  obis: Obis,
  options: RequestOptions,
): Promise<Scale | undefined> {
  const attribute = SCALER_UNIT_ATTRIBUTE[classId];
  if (attribute === undefined) return undefined;
  if (isFresh(memory, scaleKey(obis))) return toldScale(memory, obis);
  // The first time there is nothing that another meter's name would make wrong.
  if (memory.has(scaleKey(obis))) await forgetIfRenamed(client, memory, options);
  const answer = await client.get({ classId, obis, attribute }, options);
  if ('error' in answer && TRANSIENT.has(answer.error)) return toldScale(memory, obis);
  const told = 'data' in answer ? scaleIn(answer.data) : undefined;
  learn(memory, scaleKey(obis), told ?? null);
  return told;
}

/** The scales of many objects at once, of each but those that are settled without the meter. */
export async function readScales(
  client: DlmsClient,
  memory: Map<string, unknown>,
  objects: Iterable<CaptureObject>,
  isSettled: (obis: Obis) => boolean,
  options: RequestOptions,
): Promise<ReadonlyMap<Obis, Scale | undefined>> {
  const scales = new Map<Obis, Scale | undefined>();
  for (const { classId, obis } of objects) {
    if (scales.has(obis) || isSettled(obis)) continue;
    scales.set(obis, await readScale(client, memory, classId, obis, options));
  }
  return scales;
}

/** What the meter has told of a register, from its memory. */
export function toldScale(memory: ReadonlyMap<string, unknown>, obis: Obis): Scale | undefined {
  return (memory.get(scaleKey(obis)) ?? undefined) as Scale | undefined;
}

/** Keeps what a meter has told of a register. */
export function rememberScale(memory: Map<string, unknown>, obis: Obis, scale: Scale): void {
  learn(memory, scaleKey(obis), scale);
}

function scaleIn(data: Data): Scale | undefined {
  const scalerUnit = scalerUnitOf(data);
  return scalerUnit && { ...scalerUnit, assumed: false };
}

function scaleKey(obis: Obis): string {
  return `scale:${obis}`;
}
