import { toHex } from '../../octets';
import type { Ciphering } from '../apdu/acse/user-information';
import { type ProtectedContents, serviceCipheredType } from '../apdu/ciphered';
import { encodeApdu } from '../encode';
import { proveGmac } from './hls';
import { protect } from './protection';
import { encodeSecurityControl, type Protection, type SecuritySuite } from './security-control';
import { KEY_LENGTH, type SecurityKeys, SYSTEM_TITLE_LENGTH } from './security-keys';

/** Where invocation counters come from: a store that reserves them on disk before they are used. */
export interface InvocationCounterSource {
  /** A number from 0 to FFFFFFFFH, above all that were ever given for these keys and this title. */
  nextInvocationCounter(): number;
}

export interface OutgoingSecurityOptions {
  /** Where there is a dedicated key, `protect` uses it. */
  readonly keys: SecurityKeys;
  /** Our own. */
  readonly systemTitle: Uint8Array;
  readonly counters: InvocationCounterSource;
  readonly protection: Protection;
  readonly suite?: SecuritySuite;
  /** general-glo- or general-ded-ciphering for all services, not only for those without another form. */
  readonly general?: boolean;
}

/**
 * What we say in a ciphered association. Each APDU takes a fresh invocation counter, and one that is not
 * above the last is refused: used twice, it would betray the plain text.
 */
export class OutgoingSecurity {
  readonly #options: OutgoingSecurityOptions;
  readonly #suite: SecuritySuite;
  readonly #encryptionKey: Uint8Array;
  #lastCounter = -1;

  /** @throws RangeError for keys that are missing, and for lengths that are not the suite's. */
  constructor(options: OutgoingSecurityOptions) {
    const { keys, protection, suite = 0 } = options;
    if (!protection.authenticated && !protection.encrypted) {
      throw new RangeError('a ciphered association authenticates, encrypts, or both');
    }
    need(options.systemTitle, SYSTEM_TITLE_LENGTH, 'system title');
    if (keys.dedicatedKey) need(keys.dedicatedKey, KEY_LENGTH[suite], 'dedicated key');
    this.#encryptionKey = need(keys.encryptionKey, KEY_LENGTH[suite], 'encryption key');
    this.#suite = suite;
    this.#options = options;
    if (protection.authenticated) this.authenticationKey();
  }

  /**
   * The APDU in its envelope.
   * @throws RangeError where there is no fresh invocation counter: the keys must be changed.
   */
  protect(apdu: Uint8Array): Uint8Array {
    const { keys, systemTitle, general } = this.#options;
    const scope = keys.dedicatedKey ? 'ded' : 'glo';
    const contents = this.protectedBy(keys.dedicatedKey ?? this.#encryptionKey, apdu);
    const type = serviceCipheredType(cipheredTag(apdu[0] ?? 0, scope));
    if (!general && type?.startsWith(scope)) return encodeApdu({ type, ...contents });
    return encodeApdu({
      type: `general-${scope}-ciphering`,
      systemTitle: toHex(systemTitle),
      ...contents,
    });
  }

  /** The InitiateRequest of an AARQ or RLRQ, always under the global key. @throws as `protect`. */
  protectInitiateRequest(initiateRequest: Uint8Array): Ciphering {
    return {
      service: 'glo-initiate-request',
      ...this.protectedBy(this.#encryptionKey, initiateRequest),
    };
  }

  /** Our proof for the other side's challenge, HLS mechanism 5. @throws as `protect`. */
  proveGmac(challenge: Uint8Array): Uint8Array {
    return proveGmac(challenge, {
      encryptionKey: this.#encryptionKey,
      authenticationKey: this.authenticationKey(),
      systemTitle: this.#options.systemTitle,
      invocationCounter: this.nextCounter(),
      suite: this.#suite,
    });
  }

  private protectedBy(encryptionKey: Uint8Array, apdu: Uint8Array): ProtectedContents {
    const { systemTitle, protection } = this.#options;
    const securityControl = encodeSecurityControl(protection, this.#suite);
    const authenticationKey = protection.authenticated ? this.authenticationKey() : undefined;
    const invocationCounter = this.nextCounter();
    const ciphertext = protect(
      { securityControl, encryptionKey, authenticationKey, systemTitle, invocationCounter },
      apdu,
    );
    return { securityControl, invocationCounter, ciphertext: toHex(ciphertext) };
  }

  private authenticationKey(): Uint8Array {
    const { authenticationKey } = this.#options.keys;
    return need(authenticationKey, KEY_LENGTH[this.#suite], 'authentication key');
  }

  private nextCounter(): number {
    const counter = this.#options.counters.nextInvocationCounter();
    if (!Number.isInteger(counter) || counter <= this.#lastCounter || counter > 0xffffffff) {
      throw new RangeError(`invocation counter ${counter} is not fresh after ${this.#lastCounter}`);
    }
    this.#lastCounter = counter;
    return counter;
  }
}

/** Ciphered forms of short-name services lie 32 and 64 above the plain tag, of others 8 and 16. */
function cipheredTag(plainTag: number, scope: 'glo' | 'ded'): number {
  const distance = plainTag < 0x80 ? 32 : 8;
  return plainTag + (scope === 'glo' ? distance : 2 * distance);
}

function need(octets: Uint8Array | undefined, length: number, name: string): Uint8Array {
  if (octets?.length === length) return octets;
  throw new RangeError(
    octets ? `the ${name} has ${octets.length} octets, not ${length}` : `there is no ${name}`,
  );
}
