import {
  type Data,
  type DataAccessResult,
  type Obis,
  type ScalerUnit,
  scalerUnitOf,
} from '../../dlms';
import { findRegister, type Scale } from '../../telemetry';
import { type DlmsClient, type RequestOptions, rememberedForm } from './dlms-client';
import { forgetIfRenamed, isFresh, learn } from './learned';

/** Unit numbers of IEC 62056-6-2, table 4. */
const UNITS = {
  min: 6,
  s: 7,
  degree: 8,
  celsius: 9,
  W: 27,
  VA: 28,
  var: 29,
  Wh: 30,
  VAh: 31,
  varh: 32,
  A: 33,
  V: 35,
  Hz: 44,
  percent: 56,
  none: 255,
};

/** Classes with a scaler_unit, and the attribute that holds it (IEC 62056-6-2, clauses 4.3.2 to 4.3.4). */
const SCALER_UNIT_ATTRIBUTE: Readonly<Record<number, number>> = { 3: 3, 4: 3, 5: 4 };

/** Voltage and frequency of a real EM114070, which refuses attribute 3: 23636 was 236.36 V, 5004 50.04 Hz. */
const EM114070_PROVEN: Readonly<Record<Obis, ScalerUnit>> = {
  '1-0:12.7.0.255': { scaler: -2, unit: UNITS.V },
  '1-0:14.7.0.255': { scaler: -2, unit: UNITS.Hz },
};

/** What meters usually send, by the unit that the catalogue has for a register. */
const USUAL: Readonly<Record<string, ScalerUnit>> = {
  V: { scaler: -2, unit: UNITS.V },
  A: { scaler: -3, unit: UNITS.A },
  Hz: { scaler: -2, unit: UNITS.Hz },
  W: { scaler: 0, unit: UNITS.W },
  var: { scaler: 0, unit: UNITS.var },
  VA: { scaler: 0, unit: UNITS.VA },
  kWh: { scaler: 0, unit: UNITS.Wh },
  kvarh: { scaler: 0, unit: UNITS.varh },
  kVAh: { scaler: 0, unit: UNITS.VAh },
  min: { scaler: 0, unit: UNITS.min },
  s: { scaler: 0, unit: UNITS.s },
  '°': { scaler: 0, unit: UNITS.degree },
  '°C': { scaler: 0, unit: UNITS.celsius },
  '%': { scaler: 0, unit: UNITS.percent },
};

/** Data-access-results that may be others the next time. */
const TRANSIENT: ReadonlySet<DataAccessResult> = new Set(['hardware-fault', 'temporary-failure']);

const USUAL_POWER_FACTOR: ScalerUnit = { scaler: -3, unit: UNITS.none };

/**
 * How the numbers of a register are scaled: asked of the meter once a day and kept in its memory; where the
 * meter refuses, what is proven of its model, else what meters usually send, marked as assumed.
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
  if (isFresh(memory, scaleKey(obis))) return knownScale(memory, obis);
  // The first time there is nothing that another meter's name would make wrong.
  if (memory.has(scaleKey(obis))) await forgetIfRenamed(client, memory, options);
  const answer = await client.get({ classId, obis, attribute }, options);
  const scale = 'data' in answer ? scaleIn(answer.data) : undefined;
  if ('error' in answer && TRANSIENT.has(answer.error)) {
    return knownScale(memory, obis) ?? fallbackScale(obis, isEm114070(client));
  }
  const chosen = scale ?? fallbackScale(obis, isEm114070(client));
  learn(memory, scaleKey(obis), chosen);
  return chosen;
}

/** The scale of a pushed value: what the meter's memory holds, else what is proven or assumed. */
export function scaleOf(memory: ReadonlyMap<string, unknown>, obis: Obis): Scale | undefined {
  return knownScale(memory, obis) ?? fallbackScale(obis, rememberedForm(memory) === 'em114070');
}

/** Keeps what a meter has told of a register. */
export function rememberScale(memory: Map<string, unknown>, obis: Obis, scale: Scale): void {
  learn(memory, scaleKey(obis), scale);
}

function knownScale(memory: ReadonlyMap<string, unknown>, obis: Obis): Scale | undefined {
  return memory.get(scaleKey(obis)) as Scale | undefined;
}

function isEm114070({ profile }: DlmsClient): boolean {
  return profile?.name === 'em114070';
}

/** What to make of a register whose meter does not say: proven, or assumed from the catalogue. */
function fallbackScale(obis: Obis, isProvenModel: boolean): Scale | undefined {
  const proven = isProvenModel ? EM114070_PROVEN[obis] : undefined;
  if (proven) return { ...proven, assumed: false };
  const register = findRegister(obis);
  const usual =
    register?.category === 'powerFactor' ? USUAL_POWER_FACTOR : USUAL[register?.unit ?? ''];
  return usual && { ...usual, assumed: true };
}

function scaleIn(data: Data): Scale | undefined {
  const scalerUnit = scalerUnitOf(data);
  return scalerUnit && { ...scalerUnit, assumed: false };
}

function scaleKey(obis: Obis): string {
  return `scale:${obis}`;
}
