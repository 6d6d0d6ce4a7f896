import { parseObis } from '../../dlms';
import { catalogueCodes } from '../catalogue';
import { queryWords } from '../query-words';
import { describeObis, type ObisDescription } from './describe';
import { objectCodes } from './objects';
import { SINGLE_QUANTITIES } from './quantity-table';

const PHASED_QUANTITIES = 80;
const USUAL_TARIFFS = 4;
/** D that meters have registers for, those that most have first; any other code is found when it is typed. */
const USUAL_PROCESSINGS = [8, 7, 6, 4, 5, 9, 29, 2, 3, 27, 14, 24, 32, 36, 40];
/** D of cumulative maximum, maximum and the two time integrals that meters keep by tariff. */
const BY_TARIFF: ReadonlySet<number> = new Set([2, 6, 8, 9]);

interface Entry {
  readonly description: ObisDescription;
  readonly text: string;
}

let entries: readonly Entry[] | undefined;

/**
 * Codes for a picker, at most `limit`: those whose code, key or name in any language has every word of the
 * query; what the catalogue lists comes first. A query that is a code gives what it stands for.
 */
export function searchObis(query: string, limit: number): readonly ObisDescription[] {
  const asked = codeIn(query);
  const words = queryWords(query);
  entries ??= usualCodes().flatMap(entryOf);
  const found = asked ? [asked] : [];
  for (const { description, text } of entries) {
    if (found.length >= limit) break;
    if (description.obis !== asked?.obis && words.every((word) => text.includes(word))) {
      found.push(description);
    }
  }
  return found.slice(0, limit);
}

function codeIn(query: string): ObisDescription | undefined {
  try {
    return describeObis(parseObis(query));
  } catch {
    return undefined;
  }
}

function entryOf(obis: string): Entry[] {
  const description = describeObis(obis);
  if (!description) return [];
  const { register, en, zh, tr } = description;
  return [{ description, text: [obis, register, en, zh, tr].join(' ').toLowerCase() }];
}

/** The catalogue's own, their tariffs, all objects, then every quantity in the usual processings. */
function usualCodes(): readonly string[] {
  const phased = Array.from({ length: PHASED_QUANTITIES }, (_, index) => index + 1);
  const quantities = [...phased, ...Object.keys(SINGLE_QUANTITIES).map(Number)];
  const built = USUAL_PROCESSINGS.flatMap((d) =>
    quantities.flatMap((c) => {
      const tariffs = BY_TARIFF.has(d) ? USUAL_TARIFFS : 0;
      return Array.from({ length: tariffs + 1 }, (_, e) => `1-0:${c}.${d}.${e}.255`);
    }),
  );
  return [...new Set([...catalogueCodes(), ...objectCodes(), ...built])];
}
