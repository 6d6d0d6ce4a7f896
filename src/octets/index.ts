export { crc16X25 } from './crc';
export { type DecimalValue, decimalOfText, decimalText, decimalValue } from './decimal';
export { decimalProduct, isDecimal } from './decimal-product';
export { FrameError, type FrameErrorCode } from './frame-error';
export { fromHex, toHex } from './hex';
export { OctetReader } from './octet-reader';
export { OctetWriter } from './octet-writer';
