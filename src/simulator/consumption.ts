import { seededRandom } from './random';

const DAY = 86_400_000;
const QUARTER = 900_000;
const QUARTERS_A_DAY = DAY / QUARTER;

/** How a household spreads a day's energy over its hours: asleep, breakfast, at work, home again. */
const HOURS = [2, 2, 2, 2, 2, 3, 5, 7, 5, 4, 4, 4, 5, 4, 4, 4, 5, 6, 8, 8, 7, 5, 4, 2] as const;
const PARTS = HOURS.reduce<number>((sum, part) => sum + part, 0);
/** Least energy of a day on average, and how much more another household needs; tens of Wh. */
const LEAST = 800;
const MORE = 1_000;
/** How much days and quarters of an hour differ from each other; below 1, or the register would run backwards. */
const VARIETY = 0.7;

/**
 * Energy in tens of Wh that a household has drawn, as a function of time: the same for the same meter number,
 * never falling, and known for any time without what came before it.
 */
export function consumption(address: string): (local: number) => number {
  const chance = (what: number, index: number) =>
    seededRandom(Number(address) + what + Math.imul(index, 0x9e3779b1))();
  const mean = LEAST + MORE * chance(1, 0);
  const atDay = (day: number) => mean * (day + VARIETY * chance(2, day));
  const atQuarter = (quarter: number) => {
    const day = Math.floor(quarter / QUARTERS_A_DAY);
    const share = shareOfDay((quarter - day * QUARTERS_A_DAY) / 4, VARIETY * chance(3, quarter));
    return atDay(day) + (atDay(day + 1) - atDay(day)) * share;
  };
  return (local) => {
    const quarter = Math.floor(local / QUARTER);
    const [from, to] = [atQuarter(quarter), atQuarter(quarter + 1)];
    return from + (to - from) * (local / QUARTER - quarter);
  };
}

/** The part of a day's energy that is drawn by some hour, and by so much of the quarter behind it. */
function shareOfDay(hour: number, ofQuarter: number): number {
  const whole = Math.floor(hour);
  const before = HOURS.slice(0, whole).reduce<number>((sum, part) => sum + part, 0);
  const inHour = hour - whole + ofQuarter / 4;
  return (before + inHour * (HOURS[whole] ?? 0)) / PARTS;
}
