import { type AssociationProfile, takesCounters } from './association-profile';

/** A meter that does not answer an AARQ within this long does not know the form. */
const LONGEST = 5_000;
/** Meters behind mobile networks need some time. */
const SHORTEST = 2_500;

/**
 * ms to wait for the first answer under each of these profiles, one after another: all together about as long as
 * for one answer, so that a meter that knows the last one alone is reached, and a silent one holds nobody up.
 */
export function firstAnswerWithin(
  timeout: number,
  profiles: readonly AssociationProfile[],
): number {
  const silences = profiles.reduce((sum, profile) => sum + mostSilences(profile), 0);
  const share = Math.max(SHORTEST, timeout / silences);
  return Math.min(timeout, LONGEST, share);
}

/** A meter that does not answer may find our counter too low: it is asked for its own, by the public client. */
function mostSilences(profile: AssociationProfile): number {
  return takesCounters(profile) ? 2 : 1;
}
