/** Where what the library makes of a vector is not what the vector says. */
export interface Difference {
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Explanations for people inside an expectation. */
const COMMENTS: ReadonlySet<string> = new Set(['note', 'meaning']);

/** Objects by containment, arrays by length and element, scalars exactly. */
export function differences(expected: unknown, got: unknown, field = ''): Difference[] {
  if (Array.isArray(expected)) return arrayDifferences(expected, got, field);
  if (isObject(expected)) return objectDifferences(expected, got, field);
  return expected === got ? [] : [{ field, expected, got }];
}

function arrayDifferences(expected: readonly unknown[], got: unknown, field: string): Difference[] {
  if (!Array.isArray(got) || got.length !== expected.length) return [{ field, expected, got }];
  return expected.flatMap((element, index) =>
    differences(element, got[index], `${field}[${index}]`),
  );
}

function objectDifferences(
  expected: Readonly<Record<string, unknown>>,
  got: unknown,
  field: string,
): Difference[] {
  if (!isObject(got)) return [{ field, expected, got }];
  return Object.entries(expected)
    .filter(([key]) => !COMMENTS.has(key))
    .flatMap(([key, value]) =>
      differences(value, got[key], field === '' ? key : `${field}.${key}`),
    );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
