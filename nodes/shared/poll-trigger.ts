import type { Gateway } from '../../src/gateway';
import { Failure, type Meter } from '../../src/link';
import type { Source } from '../../src/telemetry';
import { MessageError } from './message-error';

/** What a message asks a poller for; without `meterId` and `group` all meters are meant. */
export interface PollTrigger {
  readonly meterId: string | undefined;
  /** A group of meters, as the meter list has it. */
  readonly group: string | undefined;
  /** A group of registers; undefined: those that the poller reads by itself. */
  readonly registers: string | undefined;
}

/** @throws MessageError where a property is not what it must be. A payload of another kind asks for all. */
export function pollTriggerIn(payload: unknown, registerGroups: readonly string[]): PollTrigger {
  const isObject = typeof payload === 'object' && payload !== null;
  const given: Readonly<Record<string, unknown>> = isObject ? { ...payload } : {};
  const registers = textIn(given, 'registers');
  if (registers !== undefined && !registerGroups.includes(registers)) {
    throw new MessageError(`msg.payload.registers must be one of ${registerGroups.join(', ')}`);
  }
  return { meterId: textIn(given, 'meterId'), group: textIn(given, 'group'), registers };
}

/**
 * The connected meters of one protocol that are meant.
 * @throws Failure where one meter or one group is meant, and none is connected.
 */
export function triggeredMeters(
  gateway: Gateway,
  { meterId, group }: PollTrigger,
  protocol: Source,
): readonly Meter[] {
  const { directory } = gateway;
  const candidates = meterId === undefined ? directory.meters() : [directory.find(meterId)];
  const meters: Meter[] = [];
  for (const meter of candidates) {
    if (!meter?.link || meter.protocol !== protocol) continue;
    if (group === undefined || gateway.describe(meter.id).group === group) meters.push(meter);
  }
  if (meters.length > 0) return meters;
  if (meterId !== undefined) throw new Failure('meter-not-connected', 'Meter not connected');
  if (group === undefined) return [];
  throw new Failure('meter-not-connected', `No meter of group "${group}" is connected`);
}

function textIn(given: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new MessageError(`msg.payload.${name} must be text`);
}
