import { isDeepStrictEqual } from 'node:util';
import { fromHex, toHex } from '../../octets';
import { Recent } from '../../recent/recent';
import type { Apdu } from '../apdu/apdu';
import { decodeApdu } from '../decode';
import { IncomingSecurity } from '../security/incoming-security';
import type { SenderKeys } from '../security/key-text';
import { decipherWith } from '../security/open-envelope';
import type { Protection } from '../security/security-control';
import { type CounterMemory, SenderCounters } from './sender-counters';

/** Keys of many senders: by meter id, by system title in lower-case hex, and those of all others. */
export interface KeyRing {
  readonly byName: ReadonlyMap<string, SenderKeys>;
  readonly others?: SenderKeys | undefined;
}

/** Who an APDU comes from, as far as it is known. */
export interface Sender {
  readonly meterId?: string | undefined;
  /** Tells apart who is not known by an id: a link, a topic. */
  readonly link: string;
}

export interface ProtectedSendersOptions {
  readonly keys: KeyRing;
  /**
   * The least protection that is accepted. `unverified`: decipher without verifying and without memory, for
   * consumer interfaces whose owner does not know the authentication key.
   */
  readonly policy: Protection | 'unverified';
  readonly lenient: boolean;
  /** Where the counters of those who prove who they are outlast the process; without it, none does. */
  readonly memory?: CounterMemory | undefined;
}

/** Senders whose counters are remembered; only those that hold a key get so far. */
const MAX_SENDERS = 100_000;

/** A sender's context, and where its keys stand: another's keys open nothing in its name. */
interface Known {
  readonly context: IncomingSecurity;
  readonly keys: SenderKeys;
  readonly heard?: SenderCounters | undefined;
}

/**
 * Decodes what many senders say, each in a security context of its own. A sender that has keys may say
 * nothing in plain; one without keys is decoded as far as it can be read.
 */
export class ProtectedSenders {
  readonly #options: ProtectedSendersOptions;
  readonly #known = new Recent<Known>(MAX_SENDERS);

  constructor(options: ProtectedSendersOptions) {
    this.#options = options;
  }

  /** @throws SecurityError where it is not to be trusted; FrameError as `decodeApdu`. */
  decode(octets: Uint8Array, sender: Sender): Apdu {
    const { keys, policy, lenient } = this.#options;
    if (keys.byName.size === 0 && !keys.others) return decodeApdu(octets, { lenient });
    const title = titleIn(decodeApdu(octets, { lenient }));
    const own = this.keysOf(sender.meterId, title);
    const known = this.#known.get(nameOf(sender)) ?? this.knownByTitle(title, own);
    if (known) return this.open(known, octets, sender);
    if (!own) return decodeApdu(octets, { lenient });
    const systemTitle = own.systemTitle ?? (title === undefined ? undefined : fromHex(title));
    if (policy === 'unverified') {
      const decipher = decipherWith({ ...own, systemTitle, unverified: true });
      return decodeApdu(octets, { lenient, decipher });
    }
    const heard = this.heardOf(systemTitle, own, policy);
    const counters = heard?.counters() ?? {};
    const context = new IncomingSecurity({ keys: own, policy, systemTitle, counters });
    return this.open({ context, keys: own, heard }, octets, sender);
  }

  /** Without authentication a forged counter would shut the sender out for ever: it is not kept. */
  private heardOf(
    systemTitle: Uint8Array | undefined,
    keys: SenderKeys,
    { authenticated }: Protection,
  ): SenderCounters | undefined {
    const { memory } = this.#options;
    if (!memory || !systemTitle || !authenticated) return undefined;
    return new SenderCounters(memory, systemTitle, keys);
  }

  private keysOf(meterId: string | undefined, title: string | undefined): SenderKeys | undefined {
    const { byName, others } = this.#options.keys;
    const ofMeter = meterId === undefined ? undefined : byName.get(meterId);
    return ofMeter ?? (title === undefined ? undefined : byName.get(title)) ?? others;
  }

  private knownByTitle(title: string | undefined, keys: SenderKeys | undefined): Known | undefined {
    const known = title === undefined ? undefined : this.#known.get(title);
    return known?.keys === keys ? known : undefined;
  }

  /** A context is kept once it has opened something: who holds no key takes nobody's place. */
  private open(known: Known, octets: Uint8Array, sender: Sender): Apdu {
    const { context, heard } = known;
    const before = context.counters;
    const apdu = context.decode(octets, { lenient: this.#options.lenient });
    const { systemTitle, counters } = context;
    if (isDeepStrictEqual(counters, before)) return apdu;
    heard?.keep(counters);
    // A meter that comes by another name later must not begin with an empty memory.
    if (systemTitle) this.#known.set(toHex(systemTitle), known);
    if (sender.meterId !== undefined || !systemTitle) this.#known.set(nameOf(sender), known);
    return apdu;
  }
}

/** An id that a meter has is no name of a link. */
function nameOf({ meterId, link }: Sender): string {
  return meterId === undefined ? `link ${link}` : `meter ${meterId}`;
}

/** The sender's system title where the APDU brings it, lower-case hex. */
function titleIn(apdu: Apdu): string | undefined {
  switch (apdu.type) {
    case 'general-glo-ciphering':
    case 'general-ded-ciphering':
      return apdu.systemTitle || undefined;
    case 'general-ciphering':
      return apdu.originatorSystemTitle || undefined;
    case 'aarq':
      return apdu.callingApTitle;
    case 'aare':
      return apdu.respondingApTitle;
    default:
      return undefined;
  }
}
