import { toHex } from '../octets/hex';
import { valueAt } from './ber';

/** Application contexts, in hex. */
export const LN_NO_CIPHERING = '0607608574050801' + '01';
export const LN_CIPHERING = '0607608574050801' + '03';

/** An AARE without what rejects it, and the diagnostics that end it. */
export const REJECTED = '6117 A109060760857405080101 A203020101 A305A1030201';
export const NO_REASON_GIVEN = '01';
export const CONTEXT_NOT_SUPPORTED = '02';
export const MECHANISM_NOT_RECOGNISED = '0B';
export const AUTHENTICATION_FAILED = '0D';

export const RLRE = '6303 800100';
export const SERVICE_NOT_ALLOWED = 'D8 01 01';

/** The contents of an AARQ's fields, by tag. */
export function aarqFields(aarq: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  for (let at = valueAt(aarq, 0).start; at + 2 <= aarq.length; ) {
    const { start, end } = valueAt(aarq, at);
    fields.set(aarq[at] ?? 0, aarq.subarray(start, end));
    at = end;
  }
  return fields;
}

/** What a meter and a client can, as each of them says. */
export interface Abilities {
  /** The conformance block's 24 bits. */
  readonly conformance: number;
  /** Octets of the longest APDU that it takes. */
  readonly pduSize: number;
}

/** What an InitiateRequest proposes, at its end. 0 octets, which is no limit, are given as the most there can be. */
export function proposedAbilities(initiateRequest: Uint8Array): Abilities | undefined {
  const found = /5f1f0400([0-9a-f]{6})([0-9a-f]{4})$/.exec(toHex(initiateRequest));
  const [, conformance, pduSize] = found ?? [];
  if (conformance === undefined || pduSize === undefined) return undefined;
  return {
    conformance: Number.parseInt(conformance, 16),
    pduSize: Number.parseInt(pduSize, 16) || 0xffff,
  };
}

/** An InitiateResponse in hex: what both sides can, the meter's PDU size, and the name of LN referencing. */
export function initiateResponse(proposed: Abilities, offered: Abilities): string {
  const agreed = (proposed.conformance & offered.conformance).toString(16).padStart(6, '0');
  return `0800 06 5F1F0400 ${agreed} ${offered.pduSize.toString(16).padStart(4, '0')} 0007`;
}
