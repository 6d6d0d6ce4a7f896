/** A record of a CSV text; `row` counts records from 1, empty ones too, as a spreadsheet shows them. */
export interface CsvRecord {
  readonly row: number;
  readonly fields: readonly string[];
}

/** A text that is no CSV, in the record of this number. */
export class CsvError extends Error {
  constructor(
    readonly row: number,
    message: string,
  ) {
    super(message);
  }
}

/** A field, quoted with "" for a quote, or plain up to what ends it, by separator. */
const FIELDS = {
  ',': { quoted: /"([^"]*(?:""[^"]*)*)"(?=[,\r\n]|$)/y, plain: /[^,\r\n]*/y },
  ';': { quoted: /"([^"]*(?:""[^"]*)*)"(?=[;\r\n]|$)/y, plain: /[^;\r\n]*/y },
} as const;
const LINE_END = /\r\n|\r|\n/y;

/**
 * The records of a CSV text (RFC 4180) that are not empty. Lines end as on any system, a byte order mark is
 * passed over, and fields are separated by `;` where the first line has one.
 * @throws CsvError for a quote that does not end where a field does.
 */
export function parseCsv(text: string): readonly CsvRecord[] {
  const separator = /^[^\r\n]*;/.test(text) ? ';' : ',';
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let row = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length || fields.length > 0) {
    const quoted = text[at] === '"';
    const field = matchAt(FIELDS[separator][quoted ? 'quoted' : 'plain'], text, at);
    if (!field) throw new CsvError(row, 'a quote does not end where a field does');
    fields.push(quoted ? (field[1] ?? '').replaceAll('""', '"') : field[0]);
    at += field[0].length;
    if (text[at] === separator) {
      at++;
      continue;
    }
    if (fields.some((content) => content !== '')) records.push({ row, fields });
    fields = [];
    row++;
    at += matchAt(LINE_END, text, at)?.[0].length ?? 0;
  }
  return records;
}

/** Records as CSV: commas, CRLF, quotes where they are needed. */
export function csvText(records: readonly (readonly string[])[]): string {
  return records.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
}

function csvField(text: string): string {
  return /[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
