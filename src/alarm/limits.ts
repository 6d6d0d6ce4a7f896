import type { LevelRule, Limits, SilenceRule } from './rule';

type Limited = LevelRule | SilenceRule;

/**
 * Other limits of a rule. Without `clear`, it stays as far from the limit as the rule has it.
 * @throws RangeError where `clear` would be on the wrong side of `limit`.
 */
export function limitsFrom(
  { kind, limits }: Limited,
  given: { readonly limit: number; readonly clear?: number | undefined },
): Limits {
  const { limit, clear = limit + limits.clear - limits.limit } = given;
  checkLimits(kind, { limit, clear });
  return { limit, clear };
}

/** @throws RangeError where what clears would raise at the same time. */
export function checkLimits(kind: Limited['kind'], { limit, clear }: Limits): void {
  const isLow = kind === 'low' || kind === 'magnitude-low';
  if (isLow ? clear >= limit : clear <= limit) return;
  throw new RangeError(
    `${clear} does not clear what ${limit} raises: it must not be ${isLow ? 'less' : 'more'}`,
  );
}
