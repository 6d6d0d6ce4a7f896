import { Failure } from '../link';
import { FrameError } from '../octets';
import type { Publication } from '../telemetry';

/** The answer to a command (contract, section 2). */
export type CommandResponse =
  | {
      readonly ts: number;
      readonly id: string | number | null;
      readonly success: true;
      readonly result: Readonly<Record<string, unknown>>;
      readonly repeated?: true;
    }
  | {
      readonly ts: number;
      readonly id: string | number | null;
      readonly success: false;
      readonly error: string;
      readonly code: string;
      readonly result: { readonly error: string };
      readonly repeated?: true;
    };

export function succeeded(
  id: string | number | null,
  result: Readonly<Record<string, unknown>>,
): CommandResponse {
  const ts = Date.now();
  return { ts, id, success: true, result: { ...result, timestamp: ts } };
}

export function failed(id: string | number | null, thrown: unknown): CommandResponse {
  const error = thrown instanceof Error ? thrown.message : String(thrown);
  return { ts: Date.now(), id, success: false, error, code: codeOf(thrown), result: { error } };
}

export function responseMessage(
  prefix: string,
  meterId: string,
  response: CommandResponse,
): Publication {
  const topic = `${prefix}/meters/${meterId}/command/response`;
  return { topic, payload: { ...response }, qos: 1, retain: false };
}

/** A meter's answer that cannot be read is a refusal to tell; all else has a word of its own. */
function codeOf(thrown: unknown): string {
  if (thrown instanceof Failure) return thrown.code;
  if (thrown instanceof FrameError) return 'meter-refused';
  if (
    thrown instanceof RangeError ||
    thrown instanceof SyntaxError ||
    thrown instanceof TypeError
  ) {
    return 'invalid-request';
  }
  const { code } = (thrown ?? {}) as { readonly code?: unknown };
  return code === 'storage-failed' ? code : 'internal-error';
}
