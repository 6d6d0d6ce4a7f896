import type { Obis, ScalerUnit } from '../../dlms';
import { findRegister } from '../catalogue';
import type { Scale } from '../dlms-readings';
import { describeObis } from '../obis';

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
export const SCALER_UNIT_ATTRIBUTE: Readonly<Record<number, number>> = { 3: 3, 4: 3, 5: 4 };

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

const USUAL_POWER_FACTOR: ScalerUnit = { scaler: -3, unit: UNITS.none };
const PLAIN: ScalerUnit = { scaler: 0, unit: UNITS.none };

/**
 * What to make of numbers whose meter does not say: what meters usually send, assumed from the catalogue. A
 * number of a register of which nobody knows anything is taken as it is, and that too is an assumption.
 * Undefined where the object's class knows no scale.
 */
export function usualScale(obis: Obis, classId: number | undefined): Scale | undefined {
  const register = findRegister(obis);
  const usual =
    register?.category === 'powerFactor' ? USUAL_POWER_FACTOR : USUAL[register?.unit ?? ''];
  if (usual) return { ...usual, assumed: true };
  const kind = classId ?? describeObis(obis)?.classId;
  return kind !== undefined && kind in SCALER_UNIT_ATTRIBUTE
    ? { ...PLAIN, assumed: true }
    : undefined;
}
