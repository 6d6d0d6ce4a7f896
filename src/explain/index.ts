export {
  type Explained,
  type ExplainOptions,
  explain,
  type FoundFrame,
  PROTOCOL_CHOICES,
  type ProtocolChoice,
} from './explain';
export { type Explanation, type Field, type FrameKind, faultOf, protocolOf } from './explanation';
export { type Fault, jsonOf } from './json';
export { type Keyring, type KeySet, parseKeyring } from './keyring';
export { explainText, type Outcome } from './outcome';
export { textOf } from './text';
