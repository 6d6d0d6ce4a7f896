import { encodeFrame, type Frame, type DecodedFrame, decodeFrame } from '../dlt645';
export function encodeRequest(r: { type: string; address: string; di?: string; seq?: number }): Uint8Array {
  const control = r.type === 'read' ? 0x11 : r.type === 'read-address' ? 0x13 : 0x12;
  const di = r.di ? [...Buffer.from(r.di, 'hex').reverse()] : [];
  return encodeFrame({ address: r.address, control, data: Uint8Array.from(r.seq ? [...di, r.seq] : di) });
}
export function joinFollowing(parts: Frame[]): DecodedFrame {
  return decodeFrame(parts[0] as Frame);
}
