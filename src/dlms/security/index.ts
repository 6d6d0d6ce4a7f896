export {
  agreeSecret,
  deriveKey,
  type EccSuite,
  signEcdsa,
  verifyEcdsa,
} from './ecc';
export type { KeyRole } from './envelope-key';
export { isPublishedExampleKey } from './example-keys';
export {
  challengeText,
  checkChallenge,
  checkGmac,
  checkProof,
  type GmacInput,
  type HlsChallenges,
  proveGmac,
  proveManufacturer,
  proveMd5,
  proveSha1,
  proveSha256,
} from './hls';
export {
  IncomingSecurity,
  type IncomingSecurityOptions,
  type InvocationCounters,
} from './incoming-security';
export { KEY_LENGTHS, KEY_NAMES, keyOctets, type SenderKeys } from './key-text';
export { unwrapKey, wrapKey } from './key-wrap';
export { decipherWith, type OpeningKeys, openEnvelope } from './open-envelope';
export {
  type InvocationCounterSource,
  OutgoingSecurity,
  type OutgoingSecurityOptions,
} from './outgoing-security';
export {
  decodeSecurityControl,
  encodeSecurityControl,
  type Protection,
  type SecurityControl,
  type SecuritySuite,
} from './security-control';
export { SecurityError, type SecurityReason } from './security-error';
export {
  isSecuritySuite,
  KEY_LENGTH,
  type SecurityKeys,
  SYSTEM_TITLE_LENGTH,
} from './security-keys';
