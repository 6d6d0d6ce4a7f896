import type { AssociationProfile } from './association-profile';

const FORM = 'dlms-form';
const TRANSPORT = 'dlms-transport';
/** The names of the profiles at which the meter hung up since it last granted an association, the latest last. */
const HUNG_UP = 'dlms-hung-up';
const MOST_HANG_UPS = 16;
/** A link may be lost at any moment: one hang-up says nothing against a profile. */
const TELLING = 2;

/** The order in which a meter's profiles are tried: by what it has answered. */
export class ProfileOrder {
  /** The meter was silent when it was last asked by the transport that it once answered by. */
  #isTransportDoubted = false;

  /**
   * The profiles to try, the one that was answered before first, one at which the meter keeps hanging up after
   * the others: it would again, and never be asked by them. A silent meter would have each of them waited for:
   * where it has answered by one transport, the others have their turn only after that was tried in vain.
   */
  candidates(
    profiles: readonly AssociationProfile[],
    memory: ReadonlyMap<string, unknown>,
  ): readonly AssociationProfile[] {
    const first = rememberedProfile(profiles, memory);
    const others = profiles.filter(({ name }) => name !== first?.name);
    const all = byHangUps(first ? [first, ...others] : others, hangUpsIn(memory));
    const known = memory.get(TRANSPORT);
    const inTurn = all.filter(
      ({ transport }) => (transport.kind === known) !== this.#isTransportDoubted,
    );
    const isKnown = all.some(({ transport }) => transport.kind === known);
    return isKnown && inTurn.length > 0 ? inTurn : all;
  }

  /** The meter has granted an association by this profile. */
  granted({ name, transport }: AssociationProfile, memory: Map<string, unknown>): void {
    memory.set(FORM, name);
    memory.set(TRANSPORT, transport.kind);
    memory.delete(HUNG_UP);
    this.#isTransportDoubted = false;
  }

  /** The meter has hung up in place of an answer to this profile. */
  hungUp({ name }: AssociationProfile, memory: Map<string, unknown>): void {
    memory.set(HUNG_UP, [...hangUpsIn(memory), name].slice(-MOST_HANG_UPS));
  }

  /** The meter has answered none of the candidates. */
  unanswered(): void {
    this.#isTransportDoubted = !this.#isTransportDoubted;
  }
}

/** The one of these profiles that a meter has answered, by its memory. */
export function rememberedProfile(
  profiles: readonly AssociationProfile[],
  memory: ReadonlyMap<string, unknown>,
): AssociationProfile | undefined {
  const name = rememberedForm(memory);
  return profiles.find((profile) => profile.name === name);
}

/** The name of the profile that a meter has answered, from its memory. */
export function rememberedForm(memory: ReadonlyMap<string, unknown>): unknown {
  return memory.get(FORM);
}

function hangUpsIn(memory: ReadonlyMap<string, unknown>): readonly unknown[] {
  const names = memory.get(HUNG_UP);
  return Array.isArray(names) ? names : [];
}

/** In the same order, but that those at which the meter hung up more often stand behind. */
function byHangUps(
  profiles: readonly AssociationProfile[],
  hangUps: readonly unknown[],
): readonly AssociationProfile[] {
  const told = ({ name }: AssociationProfile): number =>
    Math.floor(hangUps.filter((at) => at === name).length / TELLING);
  return [...profiles].sort((one, other) => told(one) - told(other));
}
