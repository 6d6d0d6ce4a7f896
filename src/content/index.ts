export { contentOfApdu } from './apdu';
export { type Content, type Effect, type Exception, HANDSHAKE, NO_FRAME } from './content';
export { contentOfFrame } from './dlt645';
export { contentOfOctets } from './octets';
