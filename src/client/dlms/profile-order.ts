import type { AssociationProfile } from './association-profile';

const FORM = 'dlms-form';
const TRANSPORT = 'dlms-transport';

/** The order in which a meter's profiles are tried: by what it has answered. */
export class ProfileOrder {
  /** The meter was silent when it was last asked by the transport that it once answered by. */
  #isTransportDoubted = false;

  /**
   * The profiles to try, the one that was answered before first. A silent meter would have each of them waited
   * for: where it has answered by one transport, the others have their turn only after that was tried in vain.
   */
  candidates(
    profiles: readonly AssociationProfile[],
    memory: ReadonlyMap<string, unknown>,
  ): readonly AssociationProfile[] {
    const first = rememberedProfile(profiles, memory);
    const others = profiles.filter(({ name }) => name !== first?.name);
    const all = first ? [first, ...others] : others;
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
    this.#isTransportDoubted = false;
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
