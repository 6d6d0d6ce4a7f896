import type { StreamItem } from '../../src/framing';

/** `msg.protocol`, in the order of the router's outputs. */
export const PROTOCOLS = ['dlt645', 'dlms', 'heartbeat', 'unknown'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const PROTOCOL_OF: Readonly<Record<StreamItem['kind'], Protocol>> = {
  dlt645: 'dlt645',
  wrapper: 'dlms',
  apdu: 'dlms',
  hdlc: 'dlms',
  heartbeat: 'heartbeat',
  unknown: 'unknown',
};

/** What a message says of a frame. */
export function frameProperties({ kind, octets }: StreamItem): {
  payload: Buffer;
  protocol: Protocol;
} {
  return { payload: asBuffer(octets), protocol: PROTOCOL_OF[kind] };
}

/** The same octets as a Buffer, which is what flows expect. */
export function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}
