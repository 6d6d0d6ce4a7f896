/** What is wrong with a meter list, and where. */
export interface Problem {
  /** As a spreadsheet counts: in CSV the header is row 1; in JSON the first meter is. */
  readonly row?: number | undefined;
  readonly column?: string | undefined;
  readonly text: string;
}

/** More would not be read by anybody. */
const MAX_PROBLEMS = 100;

/** A meter list that cannot be taken; it has all that is wrong with it, up to 100 problems. */
export class MeterListError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'MeterListError';
    this.problems = problems;
  }
}

/** `row 3, column ct: …` */
export function problemText({ row, column, text }: Problem): string {
  const place = [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
  ];
  return place.length === 0 ? text : `${place.join(', ')}: ${text}`;
}

/** Gathers problems while a list is read. */
export class Problems {
  readonly #problems: Problem[] = [];

  /** A column that is none of ours is named by whoever wrote the file: only its plain letters are shown. */
  add({ row, column, text }: Problem): void {
    if (this.#problems.length >= MAX_PROBLEMS) return;
    const name = column?.slice(0, 32).replace(/[^\w.-]/g, '?');
    this.#problems.push({ row, column: name, text });
  }

  /** @throws MeterListError where there are any, in the order of their rows. */
  throwIfAny(): void {
    if (this.#problems.length === 0) return;
    throw new MeterListError(
      this.#problems.sort((one, other) => (one.row ?? 0) - (other.row ?? 0)),
    );
  }
}
