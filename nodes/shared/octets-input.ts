import { fromHex } from '../../src/octets';
import { MessageError } from './message-error';

/** An array that a flow wrote by hand is short; one of a billion elements would hold up everything. */
const LONGEST_ARRAY = 1_048_576;

/**
 * Octets from what flows carry: a Buffer, an array of numbers 0 to 255, or hex text. Never a view that
 * somebody writes to: decoders only read.
 * @throws MessageError that says what was expected.
 */
export function octetsFrom(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  if (typeof payload === 'string') return octetsOfHex(payload);
  if (Array.isArray(payload) && payload.length <= LONGEST_ARRAY) return octetsOfArray(payload);
  throw new MessageError('msg.payload must be a Buffer, hex text or an array of octets');
}

function octetsOfHex(text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch (error) {
    throw new MessageError(`msg.payload: ${(error as Error).message}`);
  }
}

function octetsOfArray(values: readonly unknown[]): Uint8Array {
  return Uint8Array.from(values, (value, index) => {
    if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255) {
      return value as number;
    }
    throw new MessageError(`msg.payload[${index}] is no octet`);
  });
}
