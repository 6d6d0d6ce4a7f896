import type { AxdrReader, AxdrWriter } from '../axdr';

/** Invoke-Id-And-Priority (IEC 62056-5-3, 9.5): which request an answer belongs to. */
export interface Invocation {
  /** 0 to 15; in the long form 0 to 2^24 - 1. */
  readonly invokeId: number;
  readonly confirmed: boolean;
  readonly highPriority: boolean;
}

/** Long-Invoke-Id-And-Priority, of data notifications and ACCESS. */
export interface LongInvocation extends Invocation {
  readonly selfDescriptive?: true;
  /** Processing option of ACCESS: stop at the first failure. */
  readonly breakOnError?: true;
}

const CONFIRMED = 0x40;
const HIGH_PRIORITY = 0x80;
const INVOKE_ID = 0x0f;

const LONG_SELF_DESCRIPTIVE = 0x1000_0000;
const LONG_BREAK_ON_ERROR = 0x2000_0000;
const LONG_CONFIRMED = 0x4000_0000;
const LONG_HIGH_PRIORITY = 0x8000_0000;
const LONG_INVOKE_ID = 0xff_ffff;

export function readInvocation(reader: AxdrReader): Invocation {
  return invocationOf(reader.u8());
}

/** What the octet says; bits 4 and 5 are reserved and passed over. */
export function invocationOf(octet: number): Invocation {
  return {
    invokeId: octet & INVOKE_ID,
    confirmed: (octet & CONFIRMED) !== 0,
    highPriority: (octet & HIGH_PRIORITY) !== 0,
  };
}

/** @throws RangeError where the invoke id has more than four bits. */
export function writeInvocation(writer: AxdrWriter, invocation: Invocation): void {
  const { invokeId, confirmed, highPriority } = invocation;
  requireInvokeId(invokeId, INVOKE_ID);
  writer.u8(invokeId | (confirmed ? CONFIRMED : 0) | (highPriority ? HIGH_PRIORITY : 0));
}

export function readLongInvocation(reader: AxdrReader): LongInvocation {
  const word = reader.u32();
  return {
    invokeId: word & LONG_INVOKE_ID,
    confirmed: (word & LONG_CONFIRMED) !== 0,
    highPriority: (word & LONG_HIGH_PRIORITY) !== 0,
    ...(word & LONG_SELF_DESCRIPTIVE ? { selfDescriptive: true } : {}),
    ...(word & LONG_BREAK_ON_ERROR ? { breakOnError: true } : {}),
  };
}

/** @throws RangeError where the invoke id has more than 24 bits. */
export function writeLongInvocation(writer: AxdrWriter, invocation: LongInvocation): void {
  requireInvokeId(invocation.invokeId, LONG_INVOKE_ID);
  const word =
    invocation.invokeId |
    (invocation.selfDescriptive ? LONG_SELF_DESCRIPTIVE : 0) |
    (invocation.breakOnError ? LONG_BREAK_ON_ERROR : 0) |
    (invocation.confirmed ? LONG_CONFIRMED : 0) |
    (invocation.highPriority ? LONG_HIGH_PRIORITY : 0);
  writer.u32(word >>> 0);
}

function requireInvokeId(invokeId: number, highest: number): void {
  if (!Number.isInteger(invokeId) || invokeId < 0 || invokeId > highest) {
    throw new RangeError(`an invoke id is 0 to ${highest}, not ${invokeId}`);
  }
}
