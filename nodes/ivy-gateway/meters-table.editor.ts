import { COLUMNS, type Column } from '../../src/meters/columns';
import { text } from '../shared/texts.editor';
import { newRow, type Problem, type Row } from './meters-api.editor';

/** So many rows are shown at once: a browser takes seconds for the fields of thousands. */
const PAGE = 50;
const CHECKED: readonly Column[] = ['trusted', 'protected'];
const ZONES_ID = 'ivy-meters-zones';

/** The meter list as a table that is edited page by page. */
export class MeterTable {
  #rows: Row[] = [];
  /** What is wrong with a field, by row and column. */
  #faults = new Map<string, string>();
  /** Indexes of the rows that match what is searched for. */
  #matching: number[] = [];
  #words = '';
  #page = 0;
  readonly #element: JQuery;
  readonly #onEdit: () => void;

  constructor(element: JQuery, onEdit: () => void) {
    this.#element = element;
    this.#onEdit = onEdit;
    element.append(zoneNames(), tableFrame(), pager());
    element.on('change', '[data-column]', ({ target }) => this.#take($(target)));
    element.on('click', '.ivy-meters-remove', ({ currentTarget }) => {
      this.#remove(rowIndexOf($(currentTarget)));
    });
    element.on('click', '[data-turn]', ({ currentTarget }) => {
      this.#page += Number($(currentTarget).attr('data-turn'));
      this.#show();
    });
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Shows another list from its beginning. */
  fill(rows: Row[]): void {
    this.#rows = rows;
    this.#faults.clear();
    this.search(this.#words);
  }

  /** Adds meters at the end, and goes there. */
  add(ids: readonly string[]): void {
    this.#rows.push(...ids.map((id) => newRow({ id })));
    this.goTo(this.#rows.length);
    this.#onEdit();
  }

  /** Shows the rows that have these words in any field. */
  search(words: string): void {
    this.#words = words.trim().toLowerCase();
    this.#page = 0;
    this.#match();
    this.#show();
  }

  /** Marks the fields that problems name, and goes to the first one. */
  mark(problems: readonly Problem[]): void {
    this.#faults = new Map(
      problems.map(({ row = 0, column = '', text }) => [faultKey(row - 1, column), text]),
    );
    const [first] = problems;
    if (first?.row === undefined) this.#show();
    else this.goTo(first.row, first.column);
  }

  /** Goes to a field, of a row counted from 1. */
  goTo(row: number, column = 'id'): void {
    this.search('');
    this.#page = Math.floor((row - 1) / PAGE);
    this.#show();
    this.#element.find(`tr[data-index="${row - 1}"] [data-column="${column}"]`).trigger('focus');
  }

  #match(): void {
    const isMatch = (row: Row): boolean =>
      this.#words === '' ||
      COLUMNS.some((column) => row[column].toLowerCase().includes(this.#words));
    this.#matching = [...this.#rows.keys()].filter((index) => {
      const row = this.#rows[index];
      return row !== undefined && isMatch(row);
    });
  }

  #take(field: JQuery): void {
    const column = field.attr('data-column') as Column;
    const index = rowIndexOf(field);
    const row = this.#rows[index];
    if (!row) return;
    row[column] = contentOf(field).trim();
    this.#faults.delete(faultKey(index, column));
    field.removeClass('input-error').attr('title', '');
    this.#onEdit();
  }

  #remove(index: number): void {
    this.#rows.splice(index, 1);
    // They name rows that have moved.
    this.#faults.clear();
    this.#match();
    this.#show();
    this.#onEdit();
  }

  #show(): void {
    const pages = Math.max(1, Math.ceil(this.#matching.length / PAGE));
    this.#page = Math.min(Math.max(0, this.#page), pages - 1);
    const from = this.#page * PAGE;
    const indexes = this.#matching.slice(from, from + PAGE);
    this.#element
      .find('tbody')
      .empty()
      .append(indexes.map((index) => this.#rowElement(index)));
    this.#element.find('[data-turn="-1"]').prop('disabled', this.#page === 0);
    this.#element.find('[data-turn="1"]').prop('disabled', this.#page === pages - 1);
    const count = { from: indexes.length === 0 ? 0 : from + 1, to: from + indexes.length };
    const all = { matching: this.#matching.length, all: this.#rows.length };
    this.#element.find('.ivy-meters-range').text(words('range', { ...count, ...all }));
  }

  #rowElement(index: number): JQuery {
    const row = this.#rows[index] ?? newRow({});
    const cells = COLUMNS.map((column) => {
      const fault = this.#faults.get(faultKey(index, column));
      const field = fieldFor(column, row[column]);
      if (fault !== undefined) field.addClass('input-error').attr('title', fault);
      return $('<td>').append(field);
    });
    return $('<tr>').attr('data-index', index).append(cells, $('<td>').append(removeButton()));
  }
}

function fieldFor(column: Column, value: string): JQuery {
  const field = templateOf(column).clone();
  return CHECKED.includes(column)
    ? field.prop('checked', value.toLowerCase() === 'true')
    : field.val(value);
}

/** An empty field of each column: copies are quicker than new ones. */
const templates = new Map<Column, JQuery>();

function templateOf(column: Column): JQuery {
  const known = templates.get(column);
  if (known) return known;
  const label = words(`column.${column}`);
  const template = emptyField(column).attr({ 'data-column': column, 'aria-label': label });
  templates.set(column, template);
  return template;
}

function emptyField(column: Column): JQuery {
  if (CHECKED.includes(column)) return $('<input type="checkbox">');
  const field = $('<input type="text" autocomplete="off" spellcheck="false">');
  if (column === 'timezone') return field.attr('list', ZONES_ID);
  if (column !== 'registers') return field;
  const choices = ['', 'primary', 'secondary'].map((choice) =>
    $('<option>')
      .val(choice)
      .text(choice === '' ? '' : words(`registers.${choice}`)),
  );
  return $('<select>').append(choices);
}

function contentOf(field: JQuery): string {
  return field.is(':checkbox') ? String(field.prop('checked')) : String(field.val() ?? '');
}

function removeButton(): JQuery {
  const label = words('remove');
  return $('<button type="button" class="red-ui-button red-ui-button-small ivy-meters-remove">')
    .attr({ title: label, 'aria-label': label })
    .append($('<i class="fa fa-times">'));
}

function tableFrame(): JQuery {
  const titles = COLUMNS.map((column) => $('<th>').text(words(`column.${column}`)));
  const head = $('<thead>').append($('<tr>').append(titles, $('<th>')));
  return $('<div class="ivy-meters-scroll">').append($('<table>').append(head, $('<tbody>')));
}

function pager(): JQuery {
  const button = (turn: number, icon: string, label: string) =>
    $('<button type="button" class="red-ui-button red-ui-button-small">')
      .attr({ 'data-turn': turn, title: label, 'aria-label': label })
      .append($(`<i class="fa fa-chevron-${icon}">`));
  return $('<div class="ivy-meters-pager">').append(
    button(-1, 'left', words('previous')),
    $('<span class="ivy-meters-range">'),
    button(1, 'right', words('next')),
  );
}

function zoneNames(): JQuery {
  const options = Intl.supportedValuesOf('timeZone').map((zone) => $('<option>').val(zone));
  return $(`<datalist id="${ZONES_ID}">`).append(options);
}

function rowIndexOf(element: JQuery): number {
  return Number(element.closest('tr').attr('data-index'));
}

function faultKey(index: number, column: string): string {
  return `${index} ${column}`;
}

function words(key: string, parameters: Readonly<Record<string, number>> = {}): string {
  return text('ivy-gateway', `meters.${key}`, parameters);
}
