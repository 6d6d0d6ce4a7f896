import { FrameError } from '../../src/octets';
import { type Difference, differences } from './compare';
import { decodeDlmsVector } from './dlms-vector';
import { type Dlt645Vector, decodeDlt645Vector } from './dlt645-vector';

/** Octets and what a decoder must make of them. */
export interface Vector extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** The vectors in the text of a file. @throws Error where it holds none. */
export function parseVectors(text: string): Vector[] {
  const content: unknown = JSON.parse(text);
  const vectors = Array.isArray(content) ? content : (content as { vectors?: unknown }).vectors;
  if (!Array.isArray(vectors) || !vectors.every(isVector)) throw new Error('no list of vectors');
  return vectors;
}

function isVector(value: unknown): value is Vector {
  const { id, expect } = (value ?? {}) as Partial<Vector>;
  return typeof id === 'string' && typeof expect === 'object' && expect !== null;
}

/** Where the library and the vector differ; nothing where they agree. */
export function checkVector(vector: Vector): Difference[] {
  const got = decodeVector(vector);
  if (vector.expect['type'] === 'error-or-value') return crashOf(got);
  return differences(vector.expect, got);
}

/** A refusal is `type: "error"` with its code as `reason`; anything else that is thrown is a crash. */
function decodeVector(vector: Vector): unknown {
  try {
    return isDlt645(vector) ? decodeDlt645Vector(vector) : decodeDlmsVector(vector);
  } catch (error) {
    if (error instanceof FrameError) return { type: 'error', reason: error.code };
    return { type: 'crash', reason: String(error) };
  }
}

function crashOf(got: unknown): Difference[] {
  const { type } = (got ?? {}) as { type?: unknown };
  return type === 'crash' ? [{ field: '', expected: 'a refusal or a value', got }] : [];
}

/** Only DL/T 645 has two standards. */
function isDlt645(vector: Vector): vector is Vector & Dlt645Vector {
  return vector['standard'] === '2007' || vector['standard'] === '1997';
}
