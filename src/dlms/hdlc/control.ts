/** Frames without sequence numbers that DLMS uses (IEC 62056-46, 6.4.3). */
export type UnnumberedKind = 'SNRM' | 'DISC' | 'UA' | 'DM' | 'FRMR' | 'UI';

/**
 * The control field, modulo 8. `send` is N(S), `receive` is N(R); `pollFinal` is P in a command and F in a
 * response.
 */
export type HdlcControl =
  | {
      readonly kind: 'I';
      readonly send: number;
      readonly receive: number;
      readonly pollFinal: boolean;
    }
  | { readonly kind: 'RR' | 'RNR'; readonly receive: number; readonly pollFinal: boolean }
  | { readonly kind: UnnumberedKind; readonly pollFinal: boolean };

const POLL_FINAL = 0x10;
const RECEIVE_READY = 0x01;
const RECEIVE_NOT_READY = 0x05;
const UNNUMBERED: ReadonlyMap<number, UnnumberedKind> = new Map([
  [0x83, 'SNRM'],
  [0x43, 'DISC'],
  [0x63, 'UA'],
  [0x0f, 'DM'],
  [0x87, 'FRMR'],
  [0x03, 'UI'],
]);
const UNNUMBERED_OCTETS = new Map([...UNNUMBERED].map(([octet, kind]) => [kind, octet]));

/** What a control octet says; undefined where DLMS has no such frame. */
export function decodeControl(octet: number): HdlcControl | undefined {
  const pollFinal = (octet & POLL_FINAL) !== 0;
  const receive = octet >>> 5;
  if ((octet & 0x01) === 0) return { kind: 'I', send: (octet >>> 1) & 7, receive, pollFinal };
  if ((octet & 0x0f) === RECEIVE_READY) return { kind: 'RR', receive, pollFinal };
  if ((octet & 0x0f) === RECEIVE_NOT_READY) return { kind: 'RNR', receive, pollFinal };
  const kind = UNNUMBERED.get(octet & ~POLL_FINAL);
  return kind && { kind, pollFinal };
}

/** The control octet. Sequence numbers count modulo 8. */
export function encodeControl(control: HdlcControl): number {
  const pollFinal = control.pollFinal ? POLL_FINAL : 0;
  switch (control.kind) {
    case 'I':
      return ((control.receive & 7) << 5) | pollFinal | ((control.send & 7) << 1);
    case 'RR':
      return ((control.receive & 7) << 5) | pollFinal | RECEIVE_READY;
    case 'RNR':
      return ((control.receive & 7) << 5) | pollFinal | RECEIVE_NOT_READY;
    default:
      return (UNNUMBERED_OCTETS.get(control.kind) ?? 0) | pollFinal;
  }
}
