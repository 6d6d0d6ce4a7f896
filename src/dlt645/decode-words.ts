import type { DecodedData } from './decoded-data';
import { STATE_WORDS } from './state-words';
import type { ValueFormat } from './value-format';

/**
 * Which bits are set in words one after another, and what they mean, by the number of the word from `first`
 * on. Nothing where the formats are not all words.
 */
export function wordData(
  formats: readonly ValueFormat[],
  octets: Uint8Array,
  first: number,
): DecodedData {
  const words: Record<string, string[]> = {};
  let relay: DecodedData['relay'];
  let end = 0;
  let bits: number[] = [];
  for (const [index, format] of formats.entries()) {
    if (format.kind !== 'word') return {};
    end += format.octets;
    bits = setBits(octets.subarray(end - format.octets, end));
    words[first + index] = namesOf(bits, format.bits);
    // Bit 4 of run-state word 3: 0 closed, 1 open.
    if (format.bits === STATE_WORDS.runState3) relay = bits.includes(4) ? 'open' : 'closed';
  }
  return { ...(formats.length === 1 && { bits }), words, ...(relay && { relay }) };
}

/** The numbers of the bits that are set in a word sent low octet first. */
export function setBits(octets: Uint8Array): number[] {
  return Array.from({ length: octets.length * 8 }, (_, bit) => bit).filter(
    (bit) => ((octets[bit >> 3] as number) >> (bit & 7)) & 1,
  );
}

/** The names of those bits that have one. */
export function namesOf(bits: readonly number[], names: readonly string[]): string[] {
  return bits.flatMap((bit) => names[bit] || []);
}
