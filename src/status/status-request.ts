import { z } from 'zod';
import { Failure } from '../link';

const METERS = z.strictObject({
  command: z.literal('meters'),
  state: z.enum(['online', 'unknown', 'offline']).optional(),
  group: z.string().optional(),
  readings: z.boolean().optional(),
  offset: z.int().min(0).optional(),
  limit: z.int().min(1).optional(),
});
const METER = z.strictObject({ command: z.literal('meter'), meterId: z.string().optional() });
const HISTORY = z.strictObject({ command: z.literal('history'), meterId: z.string().optional() });
const ALARMS = z.strictObject({ command: z.literal('alarms') });
const EVENTS = z.strictObject({ command: z.literal('events') });
const TRACE = z.strictObject({
  command: z.literal('trace'),
  meterId: z.string().optional(),
  /** 0 ends it. */
  minutes: z.number().min(0).max(60).default(10),
});
const STATS = z.strictObject({ command: z.literal('stats') });
const REQUEST = z.discriminatedUnion('command', [
  METERS,
  METER,
  HISTORY,
  ALARMS,
  EVENTS,
  TRACE,
  STATS,
]);

/** What is asked of a gateway. */
export type StatusRequest = z.infer<typeof REQUEST>;

/**
 * What somebody asks, by the command's name alone or as an object.
 * @throws Failure `invalid-request` that says what cannot be read.
 */
export function statusRequest(given: unknown): StatusRequest {
  const { data, error } = REQUEST.safeParse(typeof given === 'string' ? { command: given } : given);
  if (data) return data;
  const [issue] = error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  throw new Failure('invalid-request', `${where === '' ? 'command' : where}: ${issue?.message}`);
}
