import { fromHex, toHex } from '../octets/hex';
import {
  type Abilities,
  aarqFields,
  CONTEXT_NOT_SUPPORTED,
  initiateResponse,
  LN_NO_CIPHERING,
  MECHANISM_NOT_RECOGNISED,
  NO_REASON_GIVEN,
  proposedAbilities,
  REJECTED,
  RLRE,
  SERVICE_NOT_ALLOWED,
} from './acse';
import type { DlmsServices } from './dlms-services';

/** A meter's side of an association: APDU in, APDU out. */
export interface Server {
  /** The connection is a new one: no association is left. */
  reset(): void;
  /** Undefined where it does not answer. */
  answer(apdu: Uint8Array): Uint8Array | undefined;
}

/** Its conformance is what it agrees to, of what a client proposes; its PDU size holds for both directions. */
export interface DlmsServerTraits extends Abilities {
  /** Whether an RLRQ gets an RLRE. */
  readonly confirmsRelease: boolean;
}

const ACCEPTED = '6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E';

/** An association without security. */
export class DlmsServer implements Server {
  readonly #services: DlmsServices;
  readonly #traits: DlmsServerTraits;
  #associated = false;

  constructor(services: DlmsServices, traits: DlmsServerTraits) {
    this.#services = services;
    this.#traits = traits;
  }

  reset(): void {
    this.#associated = false;
  }

  answer(apdu: Uint8Array): Uint8Array | undefined {
    switch (apdu[0]) {
      case 0x60:
        return this.#associate(apdu);
      case 0x62:
        return this.#release();
      case 0xc0:
      case 0xc1:
      case 0xc3:
        return this.#associated ? this.#services.serve(apdu) : fromHex(SERVICE_NOT_ALLOWED);
      default:
        return undefined;
    }
  }

  #associate(aarq: Uint8Array): Uint8Array {
    if (this.#associated) return fromHex(SERVICE_NOT_ALLOWED);
    const fields = aarqFields(aarq);
    const context = toHex(fields.get(0xa1) ?? new Uint8Array());
    if (context !== LN_NO_CIPHERING) return fromHex(REJECTED + CONTEXT_NOT_SUPPORTED);
    if (fields.has(0x8b)) return fromHex(REJECTED + MECHANISM_NOT_RECOGNISED);
    const proposed = proposedAbilities(fields.get(0xbe) ?? new Uint8Array());
    if (proposed === undefined) return fromHex(REJECTED + NO_REASON_GIVEN);
    this.#associated = true;
    this.#services.begin(Math.min(proposed.pduSize, this.#traits.pduSize));
    return fromHex(ACCEPTED + initiateResponse(proposed, this.#traits));
  }

  #release(): Uint8Array | undefined {
    this.#associated = false;
    return this.#traits.confirmsRelease ? fromHex(RLRE) : undefined;
  }
}
