import { toHex } from '../octets';
import type { Explained } from './explain';
import type { Explanation, Field } from './explanation';
import { hexOf } from './json';
import { octetCount } from './wording';

/** Octets that are shown of a field; the rest is `…`. */
const MOST_OCTETS = 8;
const MOST_DISCARDED = 32;
const INDENT = '  ';

/** How parts of a line are set off; each takes text and gives it back with or without colour. */
interface Palette {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly octets: (text: string) => string;
  readonly alarming: (text: string) => string;
}

const PLAIN: Palette = {
  strong: (text) => text,
  faint: (text) => text,
  octets: (text) => text,
  alarming: (text) => text,
};

const COLOURED: Palette = {
  strong: sgr(1),
  faint: sgr(2),
  octets: sgr(36),
  alarming: sgr(31),
};

/** The explained frames for a person: a summary, then a line for each field. */
export function textOf({ frames, discarded }: Explained, { colour = false } = {}): string {
  const palette = colour ? COLOURED : PLAIN;
  const texts = frames.map(({ explanation }) => frameLines(explanation, palette).join('\n'));
  if (discarded.length > 0) texts.push(discardedLine(discarded, palette));
  return texts.join('\n\n');
}

function frameLines(explanation: Explanation, palette: Palette): string[] {
  const { summary, fields, notes, inside, fault } = explanation;
  const lines = [palette.strong(summary), ...table(fields, palette)];
  if (fault) lines.push(palette.alarming(`${fault.code} at ${fault.offset}: ${fault.message}`));
  lines.push(...notes.map((note) => `note: ${note}`));
  return [...lines, ...inside.flatMap((each) => insideLines(each, palette))];
}

function insideLines(explanation: Explanation, palette: Palette): string[] {
  return ['inside:', ...frameLines(explanation, palette)].map((line) => INDENT + line);
}

/** Offset, octets, name indented by depth, and meaning, in columns. */
function table(fields: readonly Field[], palette: Palette): string[] {
  const rows = fields.map((field) => ({
    offset: String(field.offset),
    octets: shortHex(field),
    name: INDENT.repeat(field.depth) + field.name,
    meaning: field.meaning,
  }));
  const width = (column: 'offset' | 'octets' | 'name') =>
    rows.reduce((widest, row) => Math.max(widest, row[column].length), 0);
  const [offset, octets, name] = [width('offset'), width('octets'), width('name')];
  return rows.map((row) => {
    const columns = [
      palette.faint(row.offset.padStart(offset)),
      palette.octets(row.octets.padEnd(octets)),
      row.meaning === '' ? row.name : `${row.name.padEnd(name)}  ${row.meaning}`,
    ];
    return `${INDENT}${columns.join('  ')}`;
  });
}

function shortHex(field: Field): string {
  const octets = hexOf(field).match(/../g) ?? [];
  const shown = octets.slice(0, MOST_OCTETS).join(' ').toUpperCase();
  return octets.length > MOST_OCTETS ? `${shown} …` : shown;
}

function discardedLine(octets: Uint8Array, palette: Palette): string {
  const shown = toHex(octets.subarray(0, MOST_DISCARDED))
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');
  const more = octets.length > MOST_DISCARDED ? ' …' : '';
  return palette.alarming(`discarded, ${octetCount(octets)}: ${shown}${more}`);
}

/** Select graphic rendition (ECMA-48), and back to normal. */
function sgr(code: number): (text: string) => string {
  return (text) => `\x1b[${code}m${text}\x1b[0m`;
}
