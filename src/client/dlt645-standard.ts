import {
  answersAddress,
  encodeRequest,
  functionCode,
  type MeterAddress,
  type Standard,
} from '../dlt645';
import { Failure, type Link } from '../link';
import { answersIdentifier, answerTo } from './dlt645-answer';
import type { Dlt645RequestOptions } from './dlt645-client';
import { unlessLost } from './lost-answer';

type Memory = Map<string, unknown>;
type Timing = Pick<Dlt645RequestOptions, 'priority' | 'timeout'>;

const MEMORY_KEY = 'dlt645-standard';

/** What is asked for: forward active energy, and of a 1997 meter its number first. */
const QUESTIONS: readonly (readonly [Standard, string])[] = [
  ['2007', '00010000'],
  ['1997', 'C032'],
  ['1997', '9010'],
];

/** The edition of the standard that a meter is known to speak. */
export function knownStandard(memory: Memory): Standard | undefined {
  const standard = memory.get(MEMORY_KEY);
  return standard === '2007' || standard === '1997' ? standard : undefined;
}

export function rememberStandard(memory: Memory, standard: Standard): void {
  memory.set(MEMORY_KEY, standard);
}

/**
 * Which edition the meter of this address speaks: the one it was heard to speak, or the first one in which
 * it answers a read, were it only with an error. The address is its own, so that no other meter behind the
 * modem joins in.
 * @throws Failure `command-timeout` where it answers in neither.
 */
export async function standardOfMeter(
  link: Link,
  address: MeterAddress,
  memory: Memory,
  { priority, timeout }: Timing,
): Promise<Standard> {
  const known = knownStandard(memory);
  if (known) return known;
  for (const [standard, di] of QUESTIONS) {
    const request = encodeRequest({ type: 'read', address, di, standard });
    const recognise = answerTo(
      functionCode(standard, 'read'),
      (frame) => answersAddress(address, frame.address) && answersIdentifier(frame, di),
    );
    const asked = link.transact(priority, (exchange) => exchange(request, recognise, timeout));
    if (!(await unlessLost(asked))) continue;
    rememberStandard(memory, standard);
    return standard;
  }
  throw new Failure('command-timeout', 'the meter answers neither as of 2007 nor as of 1997');
}
