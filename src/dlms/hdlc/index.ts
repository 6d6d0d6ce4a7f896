export { clientAddress, type HdlcAddress, sameAddress, serverAddress } from './address';
export { HdlcConnection, type HdlcEvent } from './connection';
export { decodeControl, encodeControl, type HdlcControl, type UnnumberedKind } from './control';
export { type DecodedHdlc, type DecodedHdlcFrame, decodeHdlc } from './decode';
export {
  encodeHdlcFrame,
  HDLC_FLAG,
  type HdlcFrame,
  parseHdlcFrame,
  parseHdlcFrames,
} from './frame';
export {
  agreeParameters,
  DEFAULT_PARAMETERS,
  decodeParameters,
  encodeParameters,
  type HdlcParameters,
} from './parameters';
export { joinSegments, LLC_COMMAND, LLC_RESPONSE, SegmentJoiner } from './segments';
