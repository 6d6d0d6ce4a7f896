import { randomBytes } from 'node:crypto';
import {
  type AssociationProfile,
  type CounterStore,
  type DlmsAddresses,
  DlmsClient,
  dlmsForms,
  hasBeenAsked,
  introducingForms,
  keyedProfiles,
  Leaps,
  learnAs,
} from '../client';
import { type SecurityError, SYSTEM_TITLE_LENGTH } from '../dlms/security';
import { Failure, type Link, type Meter } from '../link';
import type { MeterKeys } from '../meters';
import { fromHex, toHex } from '../octets';
import { type MeterProfile, wishedAssociations } from '../profiles';
import type { Store } from '../store';

const TITLE = 'dlms-system-title';
/** The manufacturer's letters in our system title. */
const LETTERS = Buffer.from('IVY', 'latin1');

type WishedByProfile = WeakMap<MeterProfile, readonly AssociationProfile[]>;

/** What the conversations take from their gateway. */
export interface ConversationOptions {
  readonly addresses: () => DlmsAddresses;
  /** @throws Failure while it is not open. */
  readonly store: () => Store;
  /** @throws TypeError where they cannot be unwrapped. */
  readonly keysOf: (meterId: string) => MeterKeys | undefined;
  /** What was configured for meters of its kind; undefined where nobody has said what it is. */
  readonly profileOf: (meterId: string) => MeterProfile | undefined;
  readonly hearProof: (meterId: string, fault?: SecurityError) => void;
}

/** The DLMS client of each link, and how each meter is spoken to. */
export class DlmsConversations {
  readonly #options: ConversationOptions;
  readonly #clients = new WeakMap<Link, DlmsClient>();
  readonly #counters: CounterStore;
  #forms: readonly AssociationProfile[];
  #keyed = new WeakMap<MeterKeys, readonly AssociationProfile[]>();
  #wished = new WeakMap<readonly AssociationProfile[], WishedByProfile>();

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#counters = countersOf(options.store);
    this.#forms = dlmsForms(options.addresses());
  }

  /** Other addresses hold from the next association on. */
  configure(): void {
    this.#forms = dlmsForms(this.#options.addresses());
    this.#keyed = new WeakMap();
  }

  /** One for each link, whoever asks: there is never more than one association. */
  ofLink(link: Link): DlmsClient {
    const known = this.#clients.get(link);
    if (known) return known;
    const forms = introducingForms(this.#options.addresses());
    const client = new DlmsClient(link, forms, this.#counters);
    this.#clients.set(link, client);
    return client;
  }

  /**
   * The client for a meter; undefined while it is not dialled in.
   * @throws Failure where the meter has keys that cannot be used.
   */
  ofMeter(meter: Meter): DlmsClient | undefined {
    if (!meter.link) return undefined;
    const client = this.ofLink(meter.link);
    const profiles = this.#profilesOf(meter.id);
    client.useProfiles(profiles);
    client.remember(meter.memory);
    client.hearProof((fault) => this.#options.hearProof(meter.id, fault));
    learnAs(meter.memory, profiles);
    return client;
  }

  /** Of those that are dialled in: with new keys, or another profile, a meter is asked as another client. */
  heed(meters: Iterable<Meter>): void {
    for (const { id, link, protocol, memory } of meters) {
      if (!link || protocol !== 'dlms' || !hasBeenAsked(memory)) continue;
      try {
        learnAs(memory, this.#profilesOf(id));
      } catch {
        // Keys that cannot be used are told of when the meter is asked.
      }
    }
  }

  /** The same objects as long as nothing changes: the client keeps an association under a profile that it knows. */
  #profilesOf(meterId: string): readonly AssociationProfile[] {
    const keys = this.#keysOf(meterId);
    const usual = this.#usualProfiles(keys);
    const profile = this.#options.profileOf(meterId);
    if (!profile) return usual;
    const byProfile: WishedByProfile = this.#wished.get(usual) ?? new WeakMap();
    const wished =
      byProfile.get(profile) ?? wishedAssociations(usual, profile.association, profile.name, keys);
    byProfile.set(profile, wished);
    this.#wished.set(usual, byProfile);
    return wished;
  }

  #usualProfiles(keys: MeterKeys | undefined): readonly AssociationProfile[] {
    if (!keys) return this.#forms;
    const known = this.#keyed.get(keys);
    if (known) return known;
    const title = ownTitle(this.#options.store());
    const keyed = keyedProfiles(keys, this.#options.addresses(), title);
    const profiles = keyed.length > 0 ? keyed : this.#forms;
    this.#keyed.set(keys, profiles);
    return profiles;
  }

  #keysOf(meterId: string): MeterKeys | undefined {
    try {
      return this.#options.keysOf(meterId);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Failure('association-failed', `the keys cannot be used: ${reason}`);
    }
  }
}

/**
 * Our system title: made up once and kept, because no two gateways may say something under the same title and
 * key. Where it cannot be kept the counters cannot either, and nothing is said under it.
 */
function ownTitle({ values }: Store): Uint8Array {
  const known = values.get(TITLE);
  if (typeof known === 'string') return fromHex(known);
  const length = SYSTEM_TITLE_LENGTH - LETTERS.length;
  const title = Uint8Array.of(...LETTERS, ...randomBytes(length));
  values.set(TITLE, toHex(title)).catch(() => undefined);
  return title;
}

function countersOf(store: () => Store): CounterStore {
  return {
    get durable() {
      return store().durable;
    },
    get reason() {
      return store().reason;
    },
    leaps: new Leaps(),
    heard: {
      get: (name) => store().heard.get(`client:${name}`),
      hear: (name, counter) => store().heard.hear(`client:${name}`, counter),
    },
    knows: (name) => store().counters.knows(name),
    reserve: (name, count, atLeast) => store().counters.reserve(name, count, atLeast),
  };
}
