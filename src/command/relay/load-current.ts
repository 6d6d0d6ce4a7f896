import { Failure } from '../../link';
import type { Running } from '../method';
import { readRegister } from '../read-register';

const PHASES = ['CURRENT_A', 'CURRENT_B', 'CURRENT_C'];

/**
 * What flows past an open relay must be little, or somebody has bridged it.
 * @throws Failure `interlock` where a phase carries more than `limit` A, or none can be read.
 */
export async function expectLowLoad(running: Running, limit: number): Promise<void> {
  let known = 0;
  for (const phase of PHASES) {
    const current = await currentOf(phase, running);
    if (current === undefined) continue;
    known++;
    if (Math.abs(current) > limit) {
      throw new Failure('interlock', `${phase} is ${current} A, more than ${limit} A`);
    }
  }
  if (known === 0) throw new Failure('interlock', 'the load current cannot be read');
}

/** Undefined where the meter has no such phase. */
async function currentOf(phase: string, running: Running): Promise<number | undefined> {
  try {
    const value = Number((await readRegister(phase, running)).value ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  } catch (error) {
    if (error instanceof Failure && ['meter-refused', 'unknown-register'].includes(error.code)) {
      return undefined;
    }
    throw error;
  }
}
