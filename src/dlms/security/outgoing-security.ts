import {
  GENERAL_DED_CIPHERING,
  GENERAL_GLO_CIPHERING,
  isInitiateTag,
  type KeyScope,
  serviceSpecificTag,
} from './ciphered-service';
import { encodeEnvelope } from './envelope-codec';
import { proveGmac } from './hls';
import { protect } from './protection';
import { encodeSecurityControl, type Protection, type SecuritySuite } from './security-control';
import { KEY_LENGTH, type SecurityKeys, SYSTEM_TITLE_LENGTH } from './security-keys';

/** Where invocation counters come from: a store that reserves them on disk before they are used. */
export interface InvocationCounterSource {
  /** A number from 0 to FFFFFFFFH that is above all it ever gave for these keys and this title. */
  nextInvocationCounter(): number;
}

export interface OutgoingSecurityOptions {
  /** With a dedicated key, that one is used for everything but the Initiate services. */
  readonly keys: SecurityKeys;
  /** Our own. */
  readonly systemTitle: Uint8Array;
  readonly counters: InvocationCounterSource;
  readonly protection: Protection;
  readonly suite?: SecuritySuite;
  /** general-glo- and general-ded-ciphering for all services, not only for those without another form. */
  readonly general?: boolean;
}

/**
 * What we say in a ciphered association. It takes a fresh invocation counter for each APDU, and refuses one
 * that is not above the last: a repeated counter would betray the key stream.
 */
export class OutgoingSecurity {
  readonly #options: OutgoingSecurityOptions;
  readonly #suite: SecuritySuite;
  readonly #encryptionKey: Uint8Array;
  #lastCounter = -1;

  /** @throws RangeError for missing keys, and for lengths that are not the suite's. */
  constructor(options: OutgoingSecurityOptions) {
    const { keys, systemTitle, protection, suite = 0 } = options;
    if (!protection.authenticated && !protection.encrypted) {
      throw new RangeError('a ciphered association authenticates, encrypts, or both');
    }
    need(systemTitle, SYSTEM_TITLE_LENGTH, 'system title');
    if (protection.authenticated)
      need(keys.authenticationKey, KEY_LENGTH[suite], 'authentication key');
    if (keys.dedicatedKey) need(keys.dedicatedKey, KEY_LENGTH[suite], 'dedicated key');
    this.#encryptionKey = need(keys.encryptionKey, KEY_LENGTH[suite], 'encryption key');
    this.#suite = suite;
    this.#options = options;
  }

  /**
   * The APDU in its envelope.
   * @throws RangeError where there is no fresh invocation counter: change the keys.
   */
  protect(apdu: Uint8Array): Uint8Array {
    const { keys, systemTitle, protection } = this.#options;
    const [plainTag = 0] = apdu;
    const dedicatedKey = isInitiateTag(plainTag) ? undefined : keys.dedicatedKey;
    const input = {
      securityControl: encodeSecurityControl(protection, this.#suite),
      invocationCounter: this.nextCounter(),
      encryptionKey: dedicatedKey ?? this.#encryptionKey,
      authenticationKey: protection.authenticated ? keys.authenticationKey : undefined,
      systemTitle,
    };
    return encodeEnvelope({
      tag: this.envelopeTag(plainTag, dedicatedKey ? 'ded' : 'glo'),
      securityControl: input.securityControl,
      invocationCounter: input.invocationCounter,
      systemTitle,
      ciphertext: protect(input, apdu),
    });
  }

  /** The proof for a challenge of the other side by HLS mechanism 5. @throws RangeError as `protect`. */
  proveGmac(challenge: Uint8Array): Uint8Array {
    const { keys, systemTitle } = this.#options;
    return proveGmac(challenge, {
      encryptionKey: this.#encryptionKey,
      authenticationKey: need(
        keys.authenticationKey,
        KEY_LENGTH[this.#suite],
        'authentication key',
      ),
      systemTitle,
      invocationCounter: this.nextCounter(),
      suite: this.#suite,
    });
  }

  private envelopeTag(plainTag: number, scope: KeyScope): number {
    const general = scope === 'glo' ? GENERAL_GLO_CIPHERING : GENERAL_DED_CIPHERING;
    const specific = serviceSpecificTag(plainTag, scope);
    return this.#options.general && !isInitiateTag(plainTag) ? general : (specific ?? general);
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

function need(octets: Uint8Array | undefined, length: number, name: string): Uint8Array {
  if (octets?.length === length) return octets;
  throw new RangeError(
    octets ? `the ${name} has ${octets.length} octets, not ${length}` : `there is no ${name}`,
  );
}
