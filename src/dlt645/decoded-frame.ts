import type { FrameErrorCode } from '../octets';
import type { MeterAddress } from './address';
import type { BaudRate } from './baud-rate';
import type { ControlAction } from './control-action';
import type { DecodedData } from './decoded-data';
import type { FreezeKind, FreezeTime } from './freeze';
import type { FunctionType } from './functions';

/**
 * A frame and what it says; which fields are there depends on the function. Identifiers, addresses and
 * digits are most significant first; `data` and fields ending in `Wire` or `Hex` are upper-case hex in wire
 * order, without the 33H offset.
 */
export interface DecodedFrame extends DecodedContent {
  readonly type: FunctionType | 'vendor';
  readonly leadBytes: number;
  readonly address: MeterAddress;
  readonly control: number;
  readonly function: number;
  readonly response: boolean;
  readonly error: boolean;
  readonly followOn: boolean;
  /** Octets of the data field. */
  readonly length: number;
  readonly data: string;
}

/** What the data field of a frame says. */
export interface DecodedContent extends DecodedData, FreezeTime {
  /** Why the data of a whole frame could not be decoded. */
  readonly fault?: Fault;

  /** Data identifier, and what the register table says of it. */
  readonly di?: string;
  readonly name?: string;
  readonly nameZh?: string;
  readonly unit?: string | null;
  readonly signed?: boolean;
  /** An answer with the identifier and no data: no such record. */
  readonly empty?: true;
  /** 11H: how many blocks of a load record, and from when (YYMMDDhhmm). */
  readonly blocks?: number;
  readonly from?: string;
  /** 12H: the number of the part. */
  readonly seq?: number;
  /** What a part of a followed answer adds to the value. */
  readonly partHex?: string;

  /** Of an abnormal answer. */
  readonly errorWord?: number;
  readonly errorBits?: readonly string[];

  readonly meterAddress?: MeterAddress;
  readonly paLevel?: number;
  /** PA P0 P1 P2. */
  readonly passwordWire?: string;
  /** C0 to C3. */
  readonly operatorWire?: string;
  readonly oldPasswordWire?: string;
  readonly newPasswordWire?: string;
  /** What is written, or what the standard does not describe. */
  readonly dataHex?: string;

  /** Digits that should be a time and are none. */
  readonly invalidTime?: string;
  readonly freeze?: FreezeKind;
  /** The freeze time as sent. */
  readonly wire?: string;
  readonly z?: number;
  readonly baud?: BaudRate;
  /** Which events to clear: all, or those of one identifier. */
  readonly events?: string;
  readonly n1?: number;
  readonly n2?: number;
  readonly action?: ControlAction;
  readonly validUntil?: string;
  readonly validUntilWire?: string;
  readonly output?: number;
}

/** Data that are not what the function or the register calls for. */
export interface Fault {
  readonly code: FrameErrorCode;
  readonly message: string;
  /** Where the fault shows in the octets refused. */
  readonly offset: number;
  readonly hex: string;
}
