/** What a code is called, in the languages of the catalogue. */
export interface Names {
  readonly en: string;
  readonly zh: string;
  readonly tr: string;
}

/** What the gateway's search gives for a code. */
interface ObisRow extends Names {
  readonly obis: string;
  readonly register: string;
  readonly classId: number;
  readonly unit: string;
}

interface Completion {
  readonly value: string;
  readonly label: JQuery;
}

/** Offers OBIS codes below a text input while something is typed: by name, by register key or by code. */
export function pickObis(input: JQuery): void {
  const search = (value: string, done: (completions: Completion[]) => void): void => {
    $.getJSON('ivy-gateway/obis', { q: value })
      .done((rows: readonly ObisRow[]) => done(rows.map(completionOf)))
      .fail(() => done([]));
  };
  // The published types do not have this widget of Node-RED's.
  (input as JQuery & { autoComplete(options: object): void }).autoComplete({ search });
}

function completionOf(row: ObisRow): Completion {
  const name = $('<span>').css({ 'margin-left': '1em', opacity: 0.7 }).text(nameOf(row));
  return { value: row.obis, label: $('<div>').text(row.obis).append(name) };
}

/** The name in the language of the editor, else in English. */
export function nameOf({ en, zh, tr }: Names): string {
  // As Node-RED chooses its catalogues; RED.i18n.lang() knows only languages that Node-RED itself has.
  const language = localStorage.getItem('editor-language') ?? navigator.language;
  if (language.startsWith('zh')) return zh;
  return language.startsWith('tr') ? tr : en;
}
