import { Alarms, observed, PRESETS, rulesFrom, VolatileMemory } from '../../src/alarm';
import type { Figure } from './figure';
import { race } from './race';

/** Each meter is read once a minute. */
const METERS = 5_000;
const REGISTERS: readonly (readonly [register: string, unit: string, value: number])[] = [
  ...['A', 'B', 'C'].map((phase) => [`VOLTAGE_${phase}`, 'V', 231.2] as const),
  ...['A', 'B', 'C'].map((phase) => [`CURRENT_${phase}`, 'A', -12.345] as const),
  ['ACTIVE_POWER_TOTAL', 'W', 8_123.4],
  ['POWER_FACTOR_TOTAL', '', -0.93],
  ['BALANCE_ENERGY', 'kWh', 123.45],
  ['TOTAL_ACTIVE_IMPORT', 'kWh', 12_345.67],
];
const READINGS_A_SECOND = (METERS * REGISTERS.length) / 60;
const READINGS = Array.from({ length: METERS }, (_, meter) => readingsOf(String(meter))).flat();
/** So many times what comes must be possible: 5 % of a core. */
const HEADROOM = 20;

interface BenchReading {
  readonly meterId: string;
  readonly register: string;
  readonly unit: string;
  readonly value: number;
}

function readingsOf(meterId: string): readonly BenchReading[] {
  return REGISTERS.map(([register, unit, value]) => ({ meterId, register, unit, value }));
}

/**
 * The rules of six nodes, a family each, as the Gateway example has them; beside comparisons written by hand, and
 * beside what 5,000 meters send.
 */
export function run(): Figure[] {
  const [ours, byHand] = race([evaluating(), comparing]);
  const figure = { unit: 'readings/s', ours };
  return [
    {
      ...{ name: 'alarms, six nodes', ...figure, baseline: byHand },
      ...{ against: 'comparisons written by hand', aim: 0.005 },
    },
    {
      ...{ name: 'alarms, six nodes on one core', ...figure, baseline: READINGS_A_SECOND },
      ...{ against: `what ${METERS} meters send`, aim: HEADROOM },
    },
  ];
}

function evaluating(): () => number {
  const now = () => ({ ts: Date.now(), clock: performance.now() });
  const nodes = Object.values(PRESETS).map((family) => {
    const options = { rules: rulesFrom(family), overrides: [], memory: new VolatileMemory() };
    return new Alarms(options, now());
  });
  return () => {
    for (const alarms of nodes) {
      for (const reading of READINGS) {
        const evaluations = alarms.observe(observed(reading), now());
        if (evaluations.some(({ change }) => change)) throw new Error('an alarm of a sound value');
      }
      alarms.tick(now());
    }
    return READINGS.length;
  };
}

const HIGH = new Map(REGISTERS.map(([register, , value]) => [register, Math.abs(value) * 2]));
const active = new Set<string>();

/** One limit a register and a state for each meter: what one would write for a single purpose. */
function comparing(): number {
  for (const { meterId, register, value } of READINGS) {
    const limit = HIGH.get(register) ?? 0;
    const key = `${meterId} ${register}`;
    if (Math.abs(value) > limit) active.add(key);
    else active.delete(key);
  }
  return READINGS.length + active.size;
}
