import { z } from 'zod';
import { checked } from '../command/request';
import { parseStrictJson, strictValue } from '../json/strict-json';
import { Failure } from '../link';
import { isMeterId } from '../telemetry';
import type { Now } from './alarm';
import type { Alarms, Outcome } from './alarms';

const NAME = z.string().min(1).max(64);
const LIMIT = z.number().min(-1e15).max(1e15);
const REQUEST = z.strictObject({
  id: z.union([z.string().min(1).max(128), z.int()]).optional(),
  command: z.enum(['acknowledge', 'shelve', 'reset', 'thresholds']),
  meterId: z.string().refine(isMeterId, 'no meter id').optional(),
  rule: NAME.optional(),
  register: NAME.optional(),
  until: z.int().min(0).max(8.64e15).optional(),
  thresholds: z.strictObject({ limit: LIMIT, clear: LIMIT.optional() }).nullable().optional(),
});

/** What is asked about alarms (contract, section 2). What names no rule, meter or register is about all. */
export type AlarmRequest = z.infer<typeof REQUEST>;

/** What was received, as far as JSON can hold it. @throws Failure `invalid-request` */
export function requestFields(payload: unknown): unknown {
  const isText = typeof payload === 'string' || payload instanceof Uint8Array;
  return isText ? parseStrictJson(payload) : strictValue(payload);
}

/** @throws Failure `invalid-request` that names the field. */
export function alarmRequest(fields: unknown): AlarmRequest {
  const request = checked(REQUEST, fields);
  const { command, until, rule, thresholds } = request;
  if (command === 'shelve' && until === undefined) throw missing('until');
  if (command === 'thresholds' && rule === undefined) throw missing('rule');
  if (command === 'thresholds' && thresholds === undefined) throw missing('thresholds');
  return request;
}

/**
 * Does what is asked of the alarms of one node; undefined where it has no such rule.
 * @throws Failure, RangeError for what cannot be done.
 */
export function perform(alarms: Alarms, request: AlarmRequest, now: Now): Outcome | undefined {
  const { command, meterId, rule, until = now.ts, thresholds } = request;
  if (rule !== undefined && !alarms.has(rule)) return undefined;
  switch (command) {
    case 'acknowledge':
      return alarms.acknowledge(request, now);
    case 'reset':
      return alarms.reset(request);
    case 'shelve':
      return kept(alarms.shelve(request, until), alarms.count(request));
    default:
      return kept(alarms.setLimits(rule ?? '', meterId, thresholds ?? undefined), 1);
  }
}

function kept(isKept: boolean, count: number): Outcome {
  if (isKept) return { count, evaluations: [] };
  throw new Failure('storage-failed', 'there is no room for more');
}

function missing(field: string): Failure {
  return new Failure('invalid-request', `Invalid request: ${field}: missing`);
}
