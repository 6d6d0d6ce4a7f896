import { type Apdu, decodeApdu } from '../../dlms';
import { ApduProtector } from '../../dlms/compose';
import { type CounterMemory, SenderCounters } from '../../dlms/receive';
import { IncomingSecurity, type SecurityKeys } from '../../dlms/security';
import { fromHex } from '../../octets';
import type { SecurityProfile } from './association-profile';
import { type Channel, LENIENT } from './channel';
import type { FreshCounter } from './fresh-counter';

export interface CipheredChannelOptions {
  readonly security: SecurityProfile;
  readonly clientTitle: Uint8Array;
  readonly meterTitle: Uint8Array | undefined;
  readonly counter: FreshCounter;
  /** The key of this association, where it has one. */
  readonly dedicatedKey: Uint8Array | undefined;
  /** Where the meter's counters are kept; undefined: answers prove by other means that they are new. */
  readonly heard: CounterMemory | undefined;
}

/** Tag and length, security header, authentication tag, and the system title of general ciphering. */
const OVERHEAD = 1 + 5 + 5 + 12 + 9;
const AARE = 0x61;

/** What is said in one ciphered association, both ways. */
export class CipheredChannel implements Channel {
  readonly overhead = OVERHEAD;
  readonly #options: CipheredChannelOptions;
  readonly #keys: SecurityKeys;
  readonly #global: ApduProtector;
  readonly #dedicated: ApduProtector | undefined;
  readonly #opened = new WeakMap<object, Apdu>();
  #incoming: IncomingSecurity | undefined;
  #heard: SenderCounters | undefined;
  #isEstablished = false;

  /** @throws RangeError for keys that do not fit the suite. */
  constructor(options: CipheredChannelOptions) {
    const { security, clientTitle, counter, dedicatedKey } = options;
    const { encryptionKey, authenticationKey, protection, suite, general } = security;
    const keys = { encryptionKey, ...(authenticationKey && { authenticationKey }) };
    const outgoing = { systemTitle: clientTitle, counters: counter, protection, suite, general };
    this.#options = options;
    this.#keys = { ...keys, ...(dedicatedKey && { dedicatedKey }) };
    this.#global = new ApduProtector({ ...outgoing, keys });
    this.#dedicated = dedicatedKey && new ApduProtector({ ...outgoing, keys: this.#keys });
  }

  /** From now on both sides have proved who they are, and the dedicated key is in use. */
  established(): void {
    this.#isEstablished = true;
  }

  async protect(apdu: Apdu): Promise<Uint8Array> {
    await this.#options.counter.prepare();
    const isDedicated = this.#isEstablished || apdu.type === 'aarq';
    return ((isDedicated && this.#dedicated) || this.#global).protect(apdu);
  }

  open(octets: Uint8Array, frame: object): Apdu {
    const known = this.#opened.get(frame);
    if (known) return known;
    const incoming = this.#incomingFor(octets);
    const opened = incoming.decode(octets, LENIENT);
    this.#opened.set(frame, opened);
    this.#heard?.keep(incoming.counters);
    return opened;
  }

  /** The AARE says whose titles the envelopes are under, where that is not known beforehand. */
  #incomingFor(octets: Uint8Array): IncomingSecurity {
    if (this.#incoming) return this.#incoming;
    const { security, meterTitle = respondingTitle(octets) } = this.#options;
    const heard = meterTitle && this.#heardUnder(meterTitle);
    const incoming = new IncomingSecurity({
      keys: this.#keys,
      policy: security.protection,
      systemTitle: meterTitle,
      counters: heard?.counters() ?? {},
    });
    if (octets[0] === AARE) {
      this.#incoming = incoming;
      this.#heard = heard;
    }
    return incoming;
  }

  /** Without authentication a forged counter would shut the meter out for ever. */
  #heardUnder(title: Uint8Array): SenderCounters | undefined {
    const { heard, security } = this.#options;
    const { encryptionKey, protection } = security;
    return heard && protection.authenticated
      ? new SenderCounters(heard, title, { encryptionKey })
      : undefined;
  }
}

function respondingTitle(octets: Uint8Array): Uint8Array | undefined {
  if (octets[0] !== AARE) return undefined;
  const aare = decodeApdu(octets, LENIENT);
  return aare.type === 'aare' && aare.respondingApTitle
    ? fromHex(aare.respondingApTitle)
    : undefined;
}
