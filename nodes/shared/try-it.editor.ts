import { addStyle } from './dialog.editor';
import { text } from './texts.editor';

export type TriedProtocol = 'auto' | 'dlt645' | 'dlms';

/** What the gateway's package says of pasted octets, as `ivy-gateway decode --json` prints it. */
interface Answer {
  readonly frames?: readonly Frame[];
  /** In hex. */
  readonly discarded?: string;
  readonly error?: { readonly code: string; readonly offset: number; readonly message: string };
  /** Why there is no answer. */
  readonly refusal?: string;
}

interface Frame {
  readonly summary: string;
  readonly fields: readonly Field[];
  readonly notes?: readonly string[];
  readonly inside?: readonly Frame[];
}

interface Field {
  readonly offset: number;
  readonly hex: string;
  readonly name: string;
  readonly meaning: string;
  readonly depth: number;
}

/** Octets that are shown of a field; the rest stands in its tooltip. */
const MOST_OCTETS = 8;
/** Who types or pastes in pieces is answered once. */
const PAUSE = 300;

const STYLE = `
.ivy-try { margin-top: 16px; }
.ivy-try summary { cursor: pointer; font-weight: 500; }
.ivy-try textarea { width: 100%; min-height: 60px; margin: 8px 0; font-family: var(--red-ui-monospace-font); resize: vertical; }
.ivy-try table { width: 100%; margin: 4px 0 12px; }
.ivy-try :is(th, td) { padding: 1px 6px 1px 0; text-align: left; vertical-align: top; }
.ivy-try td:first-child { text-align: right; }
.ivy-try td:nth-child(2) { font-family: var(--red-ui-monospace-font); }
.ivy-try-answer { overflow-x: auto; }
.ivy-try-inside { margin-left: 1.5em; }
.ivy-try-error { color: var(--red-ui-text-color-error); }
`;

/**
 * Fills an empty `.ivy-try` of a dialog with a field to paste hex into, below which it is explained, field by field.
 * `keysOf` gives keys as `ivy-gateway decode --keys` takes them; they go with the request, and are kept nowhere.
 */
export function tryIt(protocol: TriedProtocol, keysOf?: () => string): void {
  addStyle('ivy-try-style', STYLE);
  const words = (key: string): string => text('ivy-gateway', `try.${key}`);
  const input = $('<textarea spellcheck="false">').attr({
    'aria-label': words('label'),
    placeholder: words('placeholder'),
  });
  const answer = $('<div class="ivy-try-answer" role="status">');
  $('.ivy-try').append($('<details>').append($('<summary>').text(words('title')), input, answer));
  let pause: number | undefined;
  let asked = 0;
  const ask = async (): Promise<void> => {
    asked += 1;
    const question = asked;
    const hex = String(input.val() ?? '').trim();
    const said = hex === '' ? {} : await explained({ hex, protocol, keys: keysOf?.() });
    if (question === asked) answer.empty().append(partsOf(said));
  };
  input.on('input', () => {
    window.clearTimeout(pause);
    pause = window.setTimeout(() => void ask(), PAUSE);
  });
}

/** Asks the package; that it refuses or does not answer is an answer as well. */
async function explained(question: object): Promise<Answer> {
  try {
    const data = JSON.stringify(question);
    const settings = { method: 'POST', contentType: 'application/json', data };
    return (await $.ajax('ivy-gateway/explain', settings)) as Answer;
  } catch (failure) {
    const { responseJSON, status } = failure as JQueryXHR;
    const unreachable = text('ivy-gateway', 'meters.unreachable', { status });
    return { refusal: responseJSON?.error?.message ?? unreachable };
  }
}

function partsOf({ frames = [], discarded = '', error, refusal = '' }: Answer): JQuery[] {
  const complaints = [
    refusal,
    error ? text('ivy-gateway', 'try.error', { ...error }) : '',
    discarded === '' ? '' : text('ivy-gateway', 'try.discarded', { octets: spaced(discarded) }),
  ];
  return [
    ...frames.map(frameOf),
    ...complaints
      .filter((said) => said !== '')
      .map((said) => $('<p class="ivy-try-error">').text(said)),
  ];
}

function frameOf({ summary, fields, notes = [], inside = [] }: Frame): JQuery {
  const headings = ['offset', 'octets', 'field', 'meaning'].map((column) =>
    $('<th scope="col">').text(text('ivy-gateway', `try.column.${column}`)),
  );
  return $('<div>').append(
    $('<strong>').text(summary),
    $('<table>').append($('<tr>').append(headings), fields.map(rowOf)),
    notes.map((note) => $('<p>').text(note)),
    inside.map((frame) => frameOf(frame).addClass('ivy-try-inside')),
  );
}

function rowOf({ offset, hex, name, meaning, depth }: Field): JQuery {
  const isLong = hex.length > 2 * MOST_OCTETS;
  const shown = isLong ? `${spaced(hex.slice(0, 2 * MOST_OCTETS))} …` : spaced(hex);
  return $('<tr>').append(
    $('<td>').text(offset),
    $('<td>')
      .text(shown)
      .attr('title', isLong ? spaced(hex) : ''),
    $('<td>').text(name).css('padding-left', `${depth}em`),
    $('<td>').text(meaning),
  );
}

function spaced(hex: string): string {
  return hex.toUpperCase().replace(/..(?=.)/g, '$& ');
}
