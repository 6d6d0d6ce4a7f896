/** A tariff, however people call it, stays with its number: "T1" and "rate 1" are "tariff 1". */
const TARIFF = /\b(?:rate|tariff|t) ?(?=\d+\b)/g;
const WORDS = /tariff \d+|[^\s,]+/g;

/**
 * The words of a query in a picker, lower case. 当前 and 总 of DL/T 645 are left out: names go without them, since
 * both are meant where nothing else is said.
 */
export function queryWords(query: string): readonly string[] {
  const text = query.toLowerCase().replace(/[(（]?当前[)）]?|总(?=电能)/g, '');
  return text.replace(TARIFF, 'tariff ').match(WORDS) ?? [];
}
