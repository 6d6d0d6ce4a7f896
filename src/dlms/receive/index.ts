export { expectSecretKeys, type KeyTexts, keyRing, senderKeys } from './key-ring';
export type { KeyRing, ProtectedSendersOptions, Sender } from './protected-senders';
export { ApduReceiver, type ReceivedApdu } from './receiver';
export { type CounterMemory, SenderCounters } from './sender-counters';
