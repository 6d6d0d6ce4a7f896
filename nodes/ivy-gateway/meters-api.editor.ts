import { COLUMNS, type Column, isColumn } from '../../src/meters/columns';
import { csvText, parseCsv } from '../../src/meters/csv';
import { text } from '../shared/texts.editor';

/** One meter of the list, as text. */
export type Row = Record<Column, string>;

export interface Problem {
  /** Of the table, counted from 1; of a file as spreadsheets count, where the header is row 1. */
  readonly row?: number;
  readonly column?: string;
  readonly text: string;
}

/** The gateway has refused, or cannot be reached. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

export interface LoadedList {
  readonly rows: Row[];
  /** What is wrong with the file that has the list; empty for nothing. */
  readonly problem: string;
}

interface Answer {
  readonly body: string;
  readonly problem: string;
  /** Names the list as it was then. */
  readonly tag: string;
}

/** The meter list of a running gateway, by the admin API. Everything may reject with an ApiError. */
export class MetersApi {
  readonly #path: string;
  /** Of the list that was loaded last: what others have changed since is not overwritten. */
  #tag = '';

  constructor(nodeId: string) {
    this.#path = `ivy-gateway/${nodeId}`;
  }

  async load(): Promise<LoadedList> {
    const { body, tag, problem } = await this.#request('meters.csv');
    this.#tag = tag;
    const [header, ...records] = parseCsv(body);
    const columns = header?.fields ?? [];
    const rows = records.map(({ fields }) => {
      const cells = columns.map((column, index) => [column, fields[index] ?? ''] as const);
      return newRow(Object.fromEntries(cells.filter(([column]) => isColumn(column))));
    });
    return { rows, problem };
  }

  /** The whole list as it is in the table. */
  async save(rows: readonly Row[]): Promise<void> {
    const records = rows.map((row) => COLUMNS.map((column) => row[column]));
    const settings = {
      method: 'PUT',
      headers: { 'If-Match': this.#tag },
      data: csvText([COLUMNS, ...records]),
      contentType: 'text/csv',
    };
    try {
      this.#tag = (await this.#request('meters.csv', settings)).tag;
    } catch (error) {
      throw error instanceof ApiError ? withoutHeader(error) : error;
    }
  }

  /** A file, as the whole list or as meters to add and change; gives how many meters there are then. */
  async send(content: string, format: 'csv' | 'json', replaces: boolean): Promise<number> {
    const { body } = await this.#request(`meters.${format}`, {
      method: replaces ? 'PUT' : 'PATCH',
      data: content,
      // Node-RED takes no more than 5 MB of application/json.
      contentType: `text/${format}`,
    });
    return (JSON.parse(body) as { meters: number }).meters;
  }

  /** The list as the file that people get. */
  async file(format: 'csv' | 'json'): Promise<string> {
    const { body } = await this.#request(`meters.${format}`);
    // Spreadsheets need the byte order mark that the browser has taken off.
    return format === 'csv' ? `\uFEFF${body}` : body;
  }

  /** The ids of the meters that are dialled in and not in the list. */
  async unlisted(): Promise<readonly string[]> {
    const { body } = await this.#request('known-meters');
    const known = JSON.parse(body) as readonly { id: string; listed: boolean }[];
    return known.filter(({ listed }) => !listed).map(({ id }) => id);
  }

  #request(name: string, settings: JQuery.AjaxSettings = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // Node-RED's editor adds its token to what jQuery sends.
      $.ajax(`${this.#path}/${name}`, { dataType: 'text', processData: false, ...settings })
        .done((body: string, _status, { getResponseHeader }) => {
          const problem = decodeURIComponent(getResponseHeader('Ivy-Problem') ?? '');
          resolve({ body, problem, tag: getResponseHeader('ETag') ?? '' });
        })
        .fail((answer) => reject(errorOf(answer)));
    });
  }
}

/** A meter that is not yet described but for what is given. */
export function newRow(given: Partial<Row>): Row {
  const empty = Object.fromEntries(COLUMNS.map((column) => [column, '']));
  return { ...(empty as Row), trusted: 'true', protected: 'false', ...given };
}

/** The header that was sent is not seen in the table. */
function withoutHeader({ message, code, problems }: ApiError): ApiError {
  const inTable = problems.map(({ row, ...rest }) =>
    row === undefined ? rest : { ...rest, row: row - 1 },
  );
  return new ApiError(message, code, inTable);
}

function errorOf({ status, responseText }: JQuery.jqXHR): ApiError {
  try {
    const { code, error, problems } = JSON.parse(responseText);
    if (typeof code === 'string') return new ApiError(String(error), code, problems);
  } catch {
    // Not an answer of the gateway's.
  }
  const isDenied = status === 401 || status === 403;
  const message = text('ivy-gateway', `meters.${isDenied ? 'denied' : 'unreachable'}`, { status });
  return new ApiError(message, `http-${status}`);
}
