import type { Gateway } from '../../src/gateway';
import { Failure, type Meter } from '../../src/link';
import type { Source } from '../../src/telemetry';
import { MessageError } from './message-error';

/** What a message asks a poller for; without `meterId` and `group` all meters are meant. */
export interface PollTrigger {
  readonly meterId: string | undefined;
  /** The name of a register group; undefined: the poller's own. */
  readonly registers: string | undefined;
}

/** @throws MessageError where a property is not what it must be; another payload asks for everything. */
export function pollTriggerIn(payload: unknown, registerGroups: readonly string[]): PollTrigger {
  const isObject = typeof payload === 'object' && payload !== null;
  const given: Readonly<Record<string, unknown>> = isObject ? { ...payload } : {};
  const registers = textIn(given, 'registers');
  if (registers !== undefined && !registerGroups.includes(registers)) {
    throw new MessageError(`msg.payload.registers must be one of ${registerGroups.join(', ')}`);
  }
  return { meterId: textIn(given, 'meterId'), registers };
}

/**
 * The meters that are to be polled.
 * @throws Failure where there is no such meter, or it is the other poller's.
 */
export function triggeredMeters(
  { directory }: Gateway,
  { meterId }: PollTrigger,
  protocol: Source,
): Iterable<Meter> {
  if (meterId === undefined) return directory.meters();
  const meter = directory.find(meterId);
  if (meter?.link && meter.protocol === protocol) return [meter];
  throw new Failure('meter-not-connected', 'Meter not connected');
}

function textIn(given: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new MessageError(`msg.payload.${name} must be text`);
}
