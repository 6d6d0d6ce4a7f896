import { z } from 'zod';
import { parseStrictJson, strictValue } from '../json/strict-json';
import { Failure } from '../link';

/** A command as it was sent (contract, section 2). */
export interface CommandRequest {
  readonly id: string | number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** ms since 1970; nothing is begun afterwards. */
  readonly expiresAt?: number;
  /** Reads only, ms since 1970: until when a meter that is not there is waited for. */
  readonly queueUntil?: number;
  /** Who asks and why, for the audit. */
  readonly by?: string;
  readonly reason?: string;
  readonly signature?: RequestSignature;
}

export interface RequestSignature {
  /** ms since 1970. */
  readonly issuedAt: number;
  readonly nonce: string;
  /** HMAC-SHA-256, hex or base64url. */
  readonly mac: string;
}

const MOMENT = z.int().min(0).max(8.64e15);
const TEXT = z.string().max(256);

const REQUEST = z.strictObject({
  id: z.union([z.string().min(1).max(128), z.int()]),
  method: z.string().min(1).max(64),
  params: z.record(z.string(), z.unknown()).optional(),
  expiresAt: MOMENT.optional(),
  queueUntil: MOMENT.optional(),
  by: TEXT.optional(),
  reason: TEXT.optional(),
  signature: z
    .strictObject({ issuedAt: MOMENT, nonce: z.string().min(8).max(128), mac: TEXT })
    .optional(),
});

/** What of a request can be answered, whatever is wrong with it. */
export interface Received {
  /** `null` where it has none that could be repeated. */
  readonly id: string | number | null;
  readonly method?: string;
  readonly request?: CommandRequest;
  readonly failure?: Failure;
}

/** Reads a command: octets, text or an object. It never throws: what is wrong is to be answered. */
export function receive(payload: unknown): Received {
  let raw: unknown;
  try {
    const isText = typeof payload === 'string' || payload instanceof Uint8Array;
    raw = isText ? parseStrictJson(payload) : strictValue(payload);
  } catch (error) {
    return { id: null, failure: asFailure(error) };
  }
  const head = headOf(raw);
  const parsed = REQUEST.safeParse(raw);
  if (!parsed.success) return { ...head, failure: faultOf(raw, parsed.error) };
  return { ...head, request: withoutAbsent(parsed.data) };
}

/** @throws Failure `expired` from `deadline` on, in ms since 1970. */
export function checkDeadline(deadline: number): void {
  if (deadline <= Date.now()) throw new Failure('expired', 'Command expired');
}

/**
 * Parameters checked against their schema.
 * @throws Failure `invalid-request` that names the field.
 */
export function checked<Params>(schema: z.ZodType<Params>, params: unknown): Params {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new Failure('invalid-request', textOf(parsed.error));
}

function headOf(raw: unknown): Pick<Received, 'id' | 'method'> {
  const { id, method } = (typeof raw === 'object' && raw !== null ? raw : {}) as {
    readonly id?: unknown;
    readonly method?: unknown;
  };
  const isId = (typeof id === 'string' && id.length <= 128) || Number.isSafeInteger(id);
  return {
    id: isId ? (id as string | number) : null,
    ...(typeof method === 'string' && method.length <= 64 && { method }),
  };
}

/** The reference gateway's own words where they are true. */
function faultOf(raw: unknown, error: z.ZodError): Failure {
  const { id, method } = (raw ?? {}) as { readonly id?: unknown; readonly method?: unknown };
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  if (isObject && (id === undefined || id === '')) return invalid('Missing command id');
  if (isObject && (method === undefined || method === '')) return invalid('Missing command method');
  return invalid(textOf(error));
}

function textOf({ issues }: z.ZodError): string {
  const [first] = issues;
  if (!first) return 'Invalid request';
  const where = first.path.length === 0 ? '' : `${first.path.map(String).join('.')}: `;
  return `Invalid request: ${where}${first.message}`;
}

function invalid(message: string): Failure {
  return new Failure('invalid-request', message);
}

function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : invalid(`Invalid request: ${String(error)}`);
}

/** Under exactOptionalPropertyTypes an absent field is not an undefined one. */
function withoutAbsent(data: z.infer<typeof REQUEST>): CommandRequest {
  const present = Object.entries({ ...data, params: data.params ?? {} });
  return Object.fromEntries(
    present.filter(([, value]) => value !== undefined),
  ) as unknown as CommandRequest;
}
