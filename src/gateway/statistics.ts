/** Numbers by name, in as many levels as their owner likes. */
export interface Figures {
  readonly [name: string]: unknown;
}

/** Of these, the larger counts where several parts tell them; all others are added up. */
const LARGEST = /^(p50|p95|p99|max|age|.*At)$/;

/** What the parts of a gateway count: each adds its own under a name, and parts of one name are summed up. */
export class Statistics {
  readonly #parts = new Map<string, Set<() => object>>();

  /** Gives what takes the part away again. */
  add(name: string, figures: () => object): () => void {
    const parts = this.#parts.get(name) ?? new Set();
    this.#parts.set(name, parts.add(figures));
    return () => {
      parts.delete(figures);
      if (parts.size === 0) this.#parts.delete(name);
    };
  }

  /** All that is counted, by name. */
  collect(): Readonly<Record<string, Figures>> {
    const all = [...this.#parts].map(([name, parts]) => [
      name,
      [...parts].map((figures) => figures()).reduce(sumOf, {}),
    ]);
    return Object.fromEntries(all);
  }
}

/** Two sets of figures as one. */
export function sumOf(one: object, other: object): object {
  const sum: Record<string, unknown> = { ...one };
  for (const [name, figure] of Object.entries(other)) {
    sum[name] = together(name, sum[name], figure);
  }
  return sum;
}

function together(name: string, one: unknown, other: unknown): unknown {
  if (typeof one === 'number' && typeof other === 'number') {
    return LARGEST.test(name) ? Math.max(one, other) : one + other;
  }
  return isFigures(one) && isFigures(other) ? sumOf(one, other) : (other ?? one);
}

function isFigures(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
