import { fromHex } from '../../src/octets';

/**
 * Octets from what flows carry: a Buffer, an array of numbers 0 to 255, or hex text. Never a view that
 * somebody writes to: decoders only read.
 * @throws TypeError or SyntaxError that says what was expected.
 */
export function octetsFrom(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  if (typeof payload === 'string') return fromHex(payload);
  if (Array.isArray(payload) && payload.every(isOctet)) return Uint8Array.from(payload);
  throw new TypeError('msg.payload must be a Buffer, hex text or an array of octets');
}

function isOctet(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}
