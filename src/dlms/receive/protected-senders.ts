import { fromHex, toHex } from '../../octets';
import type { Apdu } from '../apdu/apdu';
import { decodeApdu } from '../decode';
import { IncomingSecurity } from '../security/incoming-security';
import { decipherWith } from '../security/open-envelope';
import type { Protection } from '../security/security-control';
import type { SecurityKeys } from '../security/security-keys';
import { Recent } from './recent';

/** The keys of one sender, and its system title where it is known beforehand. */
export interface SenderKeys extends SecurityKeys {
  readonly systemTitle?: Uint8Array;
}

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
}

/** Senders whose counters are remembered; only those that hold a key get so far. */
const MAX_SENDERS = 100_000;

/**
 * Decodes what many senders say, each in a security context of its own. A sender that has keys may say
 * nothing in plain; one without keys is decoded as far as it can be read.
 */
export class ProtectedSenders {
  readonly #options: ProtectedSendersOptions;
  readonly #contexts = new Recent<IncomingSecurity>(MAX_SENDERS);

  constructor(options: ProtectedSendersOptions) {
    this.#options = options;
  }

  /** @throws SecurityError where it is not to be trusted; FrameError as `decodeApdu`. */
  decode(octets: Uint8Array, sender: Sender): Apdu {
    const { keys, policy, lenient } = this.#options;
    if (keys.byName.size === 0 && !keys.others) return decodeApdu(octets, { lenient });
    const title = titleIn(decodeApdu(octets, { lenient }));
    const known = this.contextOf(sender, title);
    if (known) return this.open(known, octets, sender);
    const own = this.keysOf(sender.meterId, title);
    if (!own) return decodeApdu(octets, { lenient });
    if (policy === 'unverified') {
      const decipher = decipherWith({ ...own, unverified: true });
      return decodeApdu(octets, { lenient, decipher });
    }
    const fresh = new IncomingSecurity({ keys: own, policy, systemTitle: own.systemTitle });
    return this.open(fresh, octets, sender);
  }

  private contextOf(sender: Sender, title: string | undefined): IncomingSecurity | undefined {
    const byId = this.#contexts.get(nameOf(sender));
    return byId ?? (title === undefined ? undefined : this.#contexts.get(title));
  }

  /** A context is kept once it has opened something: who holds no key takes nobody's place. */
  private open(context: IncomingSecurity, octets: Uint8Array, sender: Sender): Apdu {
    const apdu = context.decode(octets, { lenient: this.#options.lenient });
    if (Object.keys(context.counters).length === 0) return apdu;
    const { systemTitle } = context;
    // A meter that comes by another name later must not begin with an empty memory.
    if (systemTitle) this.#contexts.set(toHex(systemTitle), context);
    if (sender.meterId !== undefined || !systemTitle) this.#contexts.set(nameOf(sender), context);
    return apdu;
  }

  private keysOf(meterId: string | undefined, title: string | undefined): SenderKeys | undefined {
    const { byName, others } = this.#options.keys;
    const ofMeter = meterId === undefined ? undefined : byName.get(meterId);
    if (ofMeter) return ofMeter;
    const ofTitle = title === undefined ? undefined : byName.get(title);
    return ofTitle && title !== undefined ? { systemTitle: fromHex(title), ...ofTitle } : others;
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
