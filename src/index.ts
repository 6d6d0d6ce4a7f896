/** The codecs, for Function nodes and programs: `require('node-red-contrib-ivy-gateway')`. */
export * as dlms from './dlms';
export * as hdlc from './dlms/hdlc';
export * as security from './dlms/security';
export * as dlt645 from './dlt645';
export { FrameStream, type FrameStreamOptions, type StreamItem } from './framing';
export { type Heartbeat, parseHeartbeat } from './ivy';
export { FrameError, type FrameErrorCode, fromHex, toHex } from './octets';
export type { Reading, ReadingSet } from './telemetry';
