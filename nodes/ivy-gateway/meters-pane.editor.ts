import type { EditorRED } from 'node-red';
import { isColumn } from '../../src/meters/columns';
import { addStyle } from '../shared/dialog.editor';
import { text } from '../shared/texts.editor';
import { ApiError, MetersApi, type Problem } from './meters-api.editor';
import { MeterTable } from './meters-table.editor';

declare const RED: EditorRED;

const STYLE = `
.ivy-meters { padding-top: 12px; }
.ivy-meters-bar { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-bottom: 8px; }
.ivy-meters-bar input[type="text"] { flex: 1 1 140px; width: auto; min-width: 100px; margin: 0; }
.ivy-meters-bar select { width: auto; margin: 0; }
.ivy-meters-said { margin: 8px 0; white-space: pre-line; }
.ivy-meters-problems { max-height: 8em; overflow: auto; margin: 0 0 8px 25px; }
.ivy-meters-problems a { cursor: pointer; }
.ivy-meters-scroll { overflow: auto; max-height: calc(100vh - 380px); min-height: 160px; border: 1px solid var(--red-ui-secondary-border-color); }
.ivy-meters table { border-collapse: separate; border-spacing: 0; }
.ivy-meters th { position: sticky; top: 0; z-index: 2; padding: 4px 6px; text-align: left; white-space: nowrap; background: var(--red-ui-secondary-background); }
.ivy-meters td { padding: 1px 2px; text-align: center; background: var(--red-ui-secondary-background); }
.ivy-meters :is(th, td):first-child { position: sticky; left: 0; z-index: 1; }
.ivy-meters th:first-child { z-index: 3; }
.ivy-meters td [data-column] { width: 120px; margin: 0; }
.ivy-meters td :is([data-column="id"], [data-column="name"], [data-column="timezone"]) { width: 150px; }
.ivy-meters td :is([data-column="ct"], [data-column="vt"]) { width: 60px; }
.ivy-meters td [type="checkbox"] { width: auto; }
.ivy-meters-pager { display: flex; gap: 8px; align-items: center; justify-content: flex-end; margin-top: 6px; }
`;

/** Refusals that the catalogue has words for. */
const CODES = ['not-running', 'invalid-list', 'changed-meanwhile', 'too-large'];

/**
 * The pane of the gateway's dialog that shows and edits its meter list. It works on the running gateway: what is
 * applied is in force at once, and a deploy has nothing to do with it.
 */
export class MetersPane {
  readonly #pane = $('#ivy-gateway-meters');
  readonly #api: MetersApi;
  readonly #table: MeterTable;
  #isLoaded = false;
  #isChanged = false;

  constructor(nodeId: string) {
    addStyle('ivy-meters-style', STYLE);
    this.#api = new MetersApi(nodeId);
    this.#table = new MeterTable(this.#find('table'), () => this.#setChanged(true));
    this.#find('search').on('input', () => this.#table.search(String(this.#find('search').val())));
    this.#onClick('add', () => this.#table.add(['']));
    this.#onClick('add-connected', () => this.#addConnected());
    this.#onClick('reload', () => this.#reload());
    this.#onClick('apply', () => this.#apply());
    this.#onClick('import', () => void this.#find('file').trigger('click'));
    this.#onClick('export-csv', () => this.#export('csv'));
    this.#onClick('export-json', () => this.#export('json'));
    this.#find('file').on('change', () => this.#try(() => this.#import()));
  }

  /** Loads the list the first time. */
  show(): void {
    if (!this.#isLoaded) this.#try(() => this.#reload());
  }

  /** The dialog is left with its changes: those of the list that are not applied yet are applied now. */
  leave(): void {
    if (!this.#isChanged) return;
    this.#api.save(this.#table.rows).catch((error: Error) => {
      RED.notify(words('notApplied', { error: escaped(messageOf(error)) }), 'error');
    });
  }

  async #reload(): Promise<void> {
    this.#setUsable(false);
    const { rows, problem } = await this.#api.load();
    this.#table.fill(rows);
    this.#isLoaded = true;
    this.#setUsable(true);
    this.#setChanged(false);
    this.#say(problem);
  }

  async #apply(): Promise<void> {
    await this.#api.save(this.#table.rows);
    const count = this.#table.rows.length;
    await this.#reload();
    this.#say(words('applied', { count }));
  }

  async #addConnected(): Promise<void> {
    const here = new Set(this.#table.rows.map(({ id }) => id));
    const ids = (await this.#api.unlisted()).filter((id) => !here.has(id));
    if (ids.length > 0) this.#table.add(ids);
    this.#say(words('added', { count: ids.length }));
  }

  async #import(): Promise<void> {
    const input = this.#find('file').get(0) as HTMLInputElement | undefined;
    const [file] = input?.files ?? [];
    if (!input || !file) return;
    const content = await file.text();
    // The same file, mended, has to be a change.
    input.value = '';
    const format = /\.json$/i.test(file.name) ? 'json' : 'csv';
    const count = await this.#api.send(content, format, this.#find('mode').val() === 'replace');
    await this.#reload();
    this.#say(words('imported', { count }));
  }

  async #export(format: 'csv' | 'json'): Promise<void> {
    const content = await this.#api.file(format);
    const url = URL.createObjectURL(new Blob([content], { type: `text/${format}` }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `meters.${format}`;
    link.click();
    URL.revokeObjectURL(url);
  }

  #onClick(name: string, act: () => void | Promise<void>): void {
    this.#find(name).on('click', () => this.#try(act));
  }

  /** Does something, and says what stands in its way. */
  #try(act: () => void | Promise<void>): void {
    this.#list([]);
    Promise.resolve()
      .then(act)
      .catch((error: Error) => this.#fail(error));
  }

  #fail(error: Error): void {
    this.#say(messageOf(error));
    const problems = error instanceof ApiError ? error.problems : [];
    this.#list(problems);
    if (this.#isChanged) this.#table.mark(problems);
  }

  #list(problems: readonly Problem[]): void {
    const items = problems.map((problem) => $('<li>').append(this.#problemElement(problem)));
    this.#find('problems').empty().append(items);
  }

  /** Of the table, one can go to the field; the rows of an imported file are elsewhere. */
  #problemElement({ row, column, text: fault }: Problem): JQuery {
    if (row === undefined) return $('<span>').text(fault);
    const said = (title = '') => `${words('place', { row, column: title })} ${fault}`;
    if (!this.#isChanged) return $('<span>').text(said(column));
    return $('<a>')
      .text(said(titleOf(column)))
      .on('click', () => this.#table.goTo(row, column));
  }

  /** An import would overwrite what is not applied yet. */
  #setChanged(isChanged: boolean): void {
    this.#isChanged = isChanged;
    this.#find('apply').prop('disabled', !isChanged);
    this.#find('import').prop('disabled', isChanged);
    this.#find('apply').toggleClass('primary', isChanged);
  }

  #setUsable(isUsable: boolean): void {
    this.#pane.find('.ivy-meters-bar :is(button, input, select)').prop('disabled', !isUsable);
    this.#find('table').toggle(isUsable);
  }

  #say(what: string): void {
    this.#find('said').text(what);
  }

  #find(name: string): JQuery {
    return this.#pane.find(`.ivy-meters-${name}`);
  }
}

/** What people are told of an error, in their language where it is one of those that they can do something about. */
function messageOf(error: Error): string {
  const code = error instanceof ApiError ? error.code : '';
  return CODES.includes(code) ? words(`refusal.${code}`) : error.message;
}

/** What the table calls a column. */
function titleOf(column = ''): string {
  return isColumn(column) ? words(`column.${column}`) : column;
}

/** Notifications take text for HTML. */
function escaped(plain: string): string {
  return $('<div>').text(plain).html();
}

function words(key: string, parameters: Readonly<Record<string, string | number>> = {}): string {
  return text('ivy-gateway', `meters.${key}`, parameters);
}
