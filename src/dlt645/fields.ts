import { FrameError } from '../octets';
import { BCD_VALUES } from '../octets/bcd';
import { baudRate } from './baud-rate';
import type { DecodedContent } from './decoded-frame';

/** @throws FrameError `length` where there are not as many octets as one of `lengths`. */
export function expectLength(data: Uint8Array, ...lengths: readonly number[]): void {
  if (lengths.includes(data.length)) return;
  const message = `${lengths.join(' or ')} octets of data expected, ${data.length} there`;
  throw new FrameError('length', message, data);
}

/** @throws FrameError `length` where there are fewer octets. */
export function expectAtLeast(data: Uint8Array, length: number): void {
  if (data.length >= length) return;
  const message = `at least ${length} octets of data expected, ${data.length} there`;
  throw new FrameError('length', message, data);
}

/** @throws FrameError `length` where the data are not one octet. */
export function onlyOctet(data: Uint8Array): number {
  expectLength(data, 1);
  return data[0] as number;
}

/** A count of two digits. @throws FrameError `bcd` */
export function count(data: Uint8Array, at: number): number {
  const value = BCD_VALUES[data[at] as number] as number;
  if (value < 0) throw new FrameError('bcd', 'a count is no BCD', data, at);
  return value;
}

/** The baud word Z and its rate. */
export function baudRateFields(data: Uint8Array): DecodedContent {
  const z = onlyOctet(data);
  const baud = baudRate(z);
  return baud === undefined ? { z } : { z, baud };
}
