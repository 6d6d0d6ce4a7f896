import { toHex } from '../../octets';
import type { Apdu } from '../apdu/apdu';
import { CIPHERED_TYPES } from '../apdu/ciphered';
import { decodeApdu } from '../decode';
import type { CipheredEnvelope, Decipher } from '../envelope';
import { type KeyRole, keyRole } from './envelope-key';
import { openEnvelope } from './open-envelope';
import { decodeSecurityControl, describeProtection, type Protection } from './security-control';
import { SecurityError } from './security-error';
import type { SecurityKeys } from './security-keys';

/** The highest invocation counter seen under each key. */
export type InvocationCounters = Readonly<Partial<Record<KeyRole, number>>>;

export interface IncomingSecurityOptions {
  readonly keys: SecurityKeys;
  /** The least protection that is accepted. */
  readonly policy: Protection;
  /** The sender's title; where it is not known, that of the first authentic APDU is kept. */
  readonly systemTitle?: Uint8Array | undefined;
  /** What `counters` said when the last context of this sender ended. */
  readonly counters?: InvocationCounters;
}

/**
 * APDUs that are plain in a ciphered association too: those of ACSE, which carry ciphered parts of their own;
 * exception-response, for what could not be deciphered; blocks of general block transfer, whose content has
 * to be given to `decode` when it is whole.
 */
const PLAIN_TAGS: ReadonlySet<number> = new Set([0x60, 0x61, 0x62, 0x63, 0xd8, 0xe0]);

/**
 * What one sender may say to us in a ciphered association, judged with memory: forged, replayed, older,
 * plain and weaker-protected APDUs, and those of another device, are refused. A refused APDU changes nothing.
 */
export class IncomingSecurity {
  readonly #keys: SecurityKeys;
  readonly #policy: Protection;
  #counters: Map<KeyRole, number>;
  #systemTitle: Uint8Array | undefined;

  constructor({ keys, policy, systemTitle, counters = {} }: IncomingSecurityOptions) {
    this.#keys = keys;
    this.#policy = policy;
    this.#systemTitle = systemTitle;
    this.#counters = new Map(Object.entries(counters) as [KeyRole, number][]);
  }

  get systemTitle(): Uint8Array | undefined {
    return this.#systemTitle;
  }

  /** To be stored, where replays across restarts are to be refused. */
  get counters(): InvocationCounters {
    return Object.fromEntries(this.#counters);
  }

  /**
   * An APDU of this sender, with what is in its envelope as `decrypted`.
   * @throws SecurityError with the reason of a refusal; FrameError as `decodeApdu`.
   */
  decode(octets: Uint8Array, options: { readonly lenient?: boolean } = {}): Apdu {
    const [tag] = octets;
    if (tag !== undefined && !PLAIN_TAGS.has(tag) && !CIPHERED_TYPES.has(tag)) {
      throw new SecurityError('unprotected', 'a plain APDU in a ciphered association', octets);
    }
    const [title, counters] = [this.#systemTitle, new Map(this.#counters)];
    let refusal: unknown;
    const decipher: Decipher = (envelope) => {
      try {
        return this.decipher(envelope);
      } catch (error) {
        refusal = error;
        throw error;
      }
    };
    try {
      return decodeApdu(octets, { ...options, decipher });
    } catch (fault) {
      // Without authentication, a forged counter is only to be seen by what comes out of the envelope.
      this.#systemTitle = title;
      this.#counters = counters;
      // A lenient reading may have failed strictly before: what counts is the refusal.
      throw refusal ?? fault;
    }
  }

  /** Opens one envelope, once. `decodeApdu` takes it too, but lets plain APDUs pass. */
  readonly decipher: Decipher = (envelope) => {
    this.checkProtection(envelope);
    this.checkSender(envelope);
    const role = keyRole(envelope);
    this.checkCounter(envelope, role);
    const systemTitle = this.#systemTitle;
    const plain = openEnvelope(envelope, { ...this.#keys, systemTitle, unverified: false });
    this.#counters.set(role, envelope.invocationCounter);
    this.#systemTitle ??= authenticTitle(envelope);
    return plain;
  };

  private checkProtection({ service, securityControl, ciphertext }: CipheredEnvelope): void {
    const found = decodeSecurityControl(securityControl);
    const { authenticated, encrypted } = this.#policy;
    if ((authenticated && !found.authenticated) || (encrypted && !found.encrypted)) {
      throw new SecurityError(
        'weak-protection',
        `${service} is ${describeProtection(found)}, the policy is ${describeProtection(this.#policy)}`,
        ciphertext,
      );
    }
  }

  private checkSender({ service, systemTitle, ciphertext }: CipheredEnvelope): void {
    const known = this.#systemTitle;
    if (!systemTitle?.length || !known || Buffer.compare(systemTitle, known) === 0) return;
    throw new SecurityError(
      'unknown-system-title',
      `${service} comes from ${toHex(systemTitle)}, not from ${toHex(known)}`,
      ciphertext,
    );
  }

  private checkCounter(envelope: CipheredEnvelope, role: KeyRole): void {
    const last = this.#counters.get(role);
    if (last === undefined || envelope.invocationCounter > last) return;
    throw new SecurityError(
      'replayed',
      `${envelope.service} has invocation counter ${envelope.invocationCounter}, the last one was ${last}`,
      envelope.ciphertext,
    );
  }
}

/** A copy of the title that an authenticated envelope brought. */
function authenticTitle({
  systemTitle,
  securityControl,
}: CipheredEnvelope): Uint8Array | undefined {
  const { authenticated } = decodeSecurityControl(securityControl);
  return authenticated && systemTitle?.length ? Uint8Array.from(systemTitle) : undefined;
}
