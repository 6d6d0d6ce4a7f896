import type { Dlt645Steps } from '../../client';
import type { DecodedFrame } from '../../dlt645';
import { Failure } from '../../link';
import { accepted } from '../dlt645-meter';

const DATE_AND_TIME = '0400010C';
const DATE = '04000101';
const TIME = '04000102';

/**
 * The meter's clock, `2026-01-30T04:34:19`, from DATE and TIME, which every meter has; DATE is read again
 * where midnight may have come between.
 */
export async function readClock(steps: Pick<Dlt645Steps, 'read'>): Promise<string> {
  const both = await steps.read(DATE_AND_TIME);
  const digits = both.error || both.fault ? undefined : digitsOf(both, 14);
  if (digits) return isoOf(digits.slice(0, 6), digits.slice(8));
  const date = digitsOf(accepted(await steps.read(DATE)), 8);
  const time = digitsOf(accepted(await steps.read(TIME)), 6);
  const again = time?.startsWith('0000') ? digitsOf(accepted(await steps.read(DATE)), 8) : date;
  if (!time || !again) throw new Failure('meter-refused', 'the clock of the meter cannot be read');
  return isoOf(again.slice(0, 6), time);
}

function digitsOf({ value }: DecodedFrame, count: number): string | undefined {
  return typeof value === 'string' && value.length === count && /^\d+$/.test(value)
    ? value
    : undefined;
}

function isoOf(date: string, time: string): string {
  const [year, month, day] = date.match(/../g) ?? [];
  const [hour, minute, second] = time.match(/../g) ?? [];
  const text = `20${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${text}Z`))) {
    throw new Failure('meter-refused', `the clock of the meter reads ${text}`);
  }
  return text;
}
