export { type KeyTexts, keyRing, senderKeys } from './key-ring';
export type { KeyRing, ProtectedSendersOptions, Sender, SenderKeys } from './protected-senders';
export { ApduReceiver, type ReceivedApdu } from './receiver';
export { Recent } from './recent';
