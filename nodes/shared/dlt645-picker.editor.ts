/** What the gateway's search gives for an identifier. */
interface RegisterRow {
  readonly di: string;
  readonly name: string;
  readonly nameZh: string;
  readonly unit: string | null;
}

interface Completion {
  readonly value: string;
  readonly label: JQuery;
}

/** Fills a list below an input while something is typed, as Node-RED's `autoComplete` asks for it. */
export type Search = (value: string, done: (completions: Completion[]) => void) => void;

/** Searches the data identifiers of one edition by first digits, register key and English or Chinese name. */
export function searchRegisters(standardOf: () => string): Search {
  // Exactly two parameters: with fewer, Node-RED expects the completions at once.
  return (value, done) => {
    $.getJSON('ivy-gateway/registers', { q: value, standard: standardOf() })
      .done((rows: readonly RegisterRow[]) => done(rows.map(completionOf)))
      .fail(() => done([]));
  };
}

/** Offers data identifiers below a text input. */
export function pickRegister(input: JQuery, search: Search): void {
  // The published types do not have this widget of Node-RED's.
  (input as JQuery & { autoComplete(options: object): void }).autoComplete({ search });
}

function completionOf({ di, name, nameZh, unit }: RegisterRow): Completion {
  const text = unit === null ? `${name} ${nameZh}` : `${name} ${nameZh} (${unit})`;
  const names = $('<span>').css({ 'margin-left': '1em', opacity: 0.7 }).text(text);
  return { value: di, label: $('<div>').text(di).append(names) };
}
