import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Explanation } from '../../../src/explain';
import { fromHex } from '../../../src/octets';

export interface FrameVector {
  readonly name: string;
  readonly octets: Uint8Array;
}

interface Vector {
  readonly id: string;
  readonly hex?: string;
  readonly apdus?: readonly string[];
  readonly segments?: readonly string[];
  readonly steps?: readonly { readonly hex: string }[];
}

/** Every run of octets in a file of vectors, whatever the vector asks of it. */
export function framesOf(file: string): FrameVector[] {
  const text = readFileSync(path.join(__dirname, '../../vectors', file), 'utf8');
  const { vectors } = JSON.parse(text) as { vectors: readonly Vector[] };
  return vectors.flatMap(({ id, hex = '', apdus = [], segments = [], steps = [] }) =>
    [hex, ...apdus, ...segments, ...steps.map((step) => step.hex)]
      .filter((text) => text !== '')
      .map((text, index) => ({ name: `${id}/${index}`, octets: fromHex(text) })),
  );
}

/** An explanation and everything inside it. */
export function withInside(explanation: Explanation): Explanation[] {
  return [explanation, ...explanation.inside.flatMap(withInside)];
}

/** The octets of all fields, one field after another. */
export function octetsOf({ fields }: Explanation): Uint8Array {
  return new Uint8Array(Buffer.concat(fields.map(({ octets }) => octets)));
}
