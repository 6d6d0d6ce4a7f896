import { randomBytes } from 'node:crypto';
import { fromHex, toHex } from '../octets/hex';
import {
  type Abilities,
  AUTHENTICATION_FAILED,
  aarqFields,
  CONTEXT_NOT_SUPPORTED,
  initiateResponse,
  LN_CIPHERING,
  MECHANISM_NOT_RECOGNISED,
  NO_REASON_GIVEN,
  proposedAbilities,
  REJECTED,
  RLRE,
  SERVICE_NOT_ALLOWED,
} from './acse';
import { tagged } from './ber';
import type { Ciphering, Opened } from './ciphering';
import type { DlmsServerTraits, Server } from './dlms-server';
import type { DlmsServices } from './dlms-services';

const GMAC = '60857405080205';
const TITLE_LENGTH = 8;
const CHALLENGE_LENGTH = 16;
const GLO_INITIATE_RESPONSE = 0x28;
const DECIPHERING_ERROR = 'D8 02 05';
const COUNTER_ERROR = 'D8 02 06';
/** An ACTION normal of the association's method 1 with an octet-string, from the class on. */
const REPLY_TO_HLS = '000f0000280000ff01' + '01' + '09' + '11';
const OCTET_STRING = 0x09;
const READ_WRITE_DENIED = '03';
/** First octets of services' answers; an exception is not ciphered. */
const ANSWERS: ReadonlySet<number> = new Set([0xc4, 0xc5, 0xc7]);
/** glo-… lies so far above the plain tag, ded-… twice. */
const DISTANCE = 8;
/** Octets of an envelope around an APDU: tag, length, security control, counter and authentication tag. */
const ENVELOPE = 21;

/** The two sides of an association that stands, or that only lacks the client's proof. */
interface Association {
  readonly clientTitle: Uint8Array;
  readonly clientChallenge: Uint8Array;
  readonly challenge: Uint8Array;
  readonly dedicatedKey: Uint8Array | undefined;
  isProved: boolean;
}

/** An association with ciphering, where both sides prove by GMAC who they are (suite 0, mechanism 5). */
export class CipheredServer implements Server {
  /** The highest invocation counter that a client used. */
  highest = 0;
  readonly #services: DlmsServices;
  readonly #ciphering: Ciphering;
  readonly #traits: DlmsServerTraits;
  #association: Association | undefined;

  constructor(services: DlmsServices, ciphering: Ciphering, traits: DlmsServerTraits) {
    this.#services = services;
    this.#ciphering = ciphering;
    this.#traits = traits;
  }

  reset(): void {
    this.#association = undefined;
  }

  answer(apdu: Uint8Array): Uint8Array | undefined {
    if (apdu[0] === 0x60) return this.#associate(apdu);
    if (apdu[0] === 0x62) return this.#release();
    if (this.#association === undefined) return fromHex(SERVICE_NOT_ALLOWED);
    return this.#serveCiphered(this.#association, apdu);
  }

  #associate(aarq: Uint8Array): Uint8Array {
    if (this.#association) return fromHex(SERVICE_NOT_ALLOWED);
    const fields = aarqFields(aarq);
    const field = (tag: number) => fields.get(tag) ?? new Uint8Array();
    if (toHex(field(0xa1)) !== LN_CIPHERING) return fromHex(REJECTED + CONTEXT_NOT_SUPPORTED);
    if (toHex(field(0x8b)) !== GMAC) return fromHex(REJECTED + MECHANISM_NOT_RECOGNISED);
    // Title, challenge and InitiateRequest each have a tag and a length of their own.
    const clientTitle = field(0xa6).subarray(2);
    if (clientTitle.length !== TITLE_LENGTH) return fromHex(REJECTED + NO_REASON_GIVEN);
    const opened = this.#ciphering.open(field(0xbe).subarray(2), clientTitle);
    if (!opened) return fromHex(REJECTED + AUTHENTICATION_FAILED);
    if (!this.#isNew(opened)) return this.#counterError();
    const proposed = proposedAbilities(opened.plain);
    if (proposed === undefined) return fromHex(REJECTED + NO_REASON_GIVEN);
    const association = {
      clientTitle,
      clientChallenge: field(0xac).subarray(2),
      challenge: randomBytes(CHALLENGE_LENGTH),
      dedicatedKey: dedicatedKeyIn(opened.plain),
      isProved: false,
    };
    this.#association = association;
    return this.#accept(association, proposed);
  }

  #accept({ challenge }: Association, proposed: Abilities): Uint8Array {
    this.#services.begin(Math.min(proposed.pduSize, this.#traits.pduSize) - ENVELOPE);
    const response = fromHex(initiateResponse(proposed, this.#traits));
    return tagged(
      0x61,
      fromHex(`A109 ${LN_CIPHERING} A203020100 A305A10302010E`),
      tagged(0xa4, tagged(0x04, this.#ciphering.title)),
      fromHex(`88020780 8907 ${GMAC}`),
      tagged(0xaa, tagged(0x80, challenge)),
      tagged(0xbe, tagged(0x04, this.#ciphering.seal(GLO_INITIATE_RESPONSE, response))),
    );
  }

  #release(): Uint8Array | undefined {
    this.#association = undefined;
    return this.#traits.confirmsRelease ? fromHex(RLRE) : undefined;
  }

  #serveCiphered(association: Association, apdu: Uint8Array): Uint8Array | undefined {
    const { clientTitle, dedicatedKey } = association;
    const opened = this.#ciphering.open(apdu, clientTitle, dedicatedKey);
    if (!opened) return fromHex(DECIPHERING_ERROR);
    if (!this.#isNew(opened)) return this.#counterError();
    const { plain, key } = opened;
    const answer = association.isProved
      ? this.#services.serve(plain)
      : this.#check(association, plain);
    const [tag = 0] = answer ?? [];
    if (!answer || !ANSWERS.has(tag)) return answer;
    const distance = key === dedicatedKey ? 2 * DISTANCE : DISTANCE;
    return this.#ciphering.seal(tag + distance, answer, key);
  }

  /** Pass 3, answered by pass 4; before that nothing else is served. */
  #check(association: Association, action: Uint8Array): Uint8Array {
    const { challenge, clientChallenge, clientTitle } = association;
    const proofAt = 3 + REPLY_TO_HLS.length / 2;
    if (toHex(action.subarray(3, proofAt)) !== REPLY_TO_HLS) return fromHex(SERVICE_NOT_ALLOWED);
    const invoke = toHex(action.subarray(2, 3));
    association.isProved = this.#ciphering.isProof(
      action.subarray(proofAt),
      challenge,
      clientTitle,
    );
    if (!association.isProved) return fromHex(`C701 ${invoke} ${READ_WRITE_DENIED} 00`);
    const proof = this.#ciphering.prove(clientChallenge);
    return Buffer.concat([fromHex(`C701 ${invoke} 00 01 00`), tagged(OCTET_STRING, proof)]);
  }

  #isNew({ counter }: Opened): boolean {
    if (counter <= this.highest) return false;
    this.highest = counter;
    return true;
  }

  #counterError(): Uint8Array {
    const expected = (this.highest + 1).toString(16).padStart(8, '0');
    return fromHex(COUNTER_ERROR + expected);
  }
}

/** The InitiateRequest's first field, which may be absent. */
function dedicatedKeyIn(initiateRequest: Uint8Array): Uint8Array | undefined {
  const [, isPresent, length = 0] = initiateRequest;
  return isPresent === 1 ? initiateRequest.slice(3, 3 + length) : undefined;
}
