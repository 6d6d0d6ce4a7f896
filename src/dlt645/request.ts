import type { MeterAddress } from './address';
import type { BaudRate } from './baud-rate';
import type { ControlAction } from './control-action';
import type { DataInput } from './encode-data';
import type { FreezeTime } from './freeze';
import type { RegisterTable, Standard } from './registers';

/** What every request says beside its function. */
export interface RequestCommon {
  /** Whom to ask. Read address and write address go to any meter, broadcast time to every one by default. */
  readonly address?: MeterAddress;
  /** FEH in front, which wake a meter on a serial line; none by default. */
  readonly leadBytes?: number;
  /** 2007 by default. */
  readonly standard?: Standard;
  /** A meter model's own registers, for writing. */
  readonly registers?: RegisterTable;
}

/** By which right, and who acts: the meter keeps the operator code in its event records. */
export interface Credentials {
  /** Level and password as printed, `LLPPPPPP`: 02123456 goes out as 02 56 34 12. */
  readonly password?: string;
  /** PA P0 P1 P2. */
  readonly passwordWire?: string;
  /** Eight digits as printed; zeros by default. Not in 1997. */
  readonly operator?: string;
  /** C0 to C3. */
  readonly operatorWire?: string;
}

/** A request as decoded and encoded; `type` is the function. */
export type Request = RequestCommon & RequestBody;

export type RequestBody =
  | ReadRequest
  | ReadFollowingRequest
  | { readonly type: 're-read' | 'read-address' }
  | WriteRequest
  | { readonly type: 'write-address'; readonly meterAddress: MeterAddress }
  | { readonly type: 'broadcast-time'; readonly time: string }
  | ({ readonly type: 'freeze' } & FreezeTime)
  | { readonly type: 'baud-rate'; readonly baud: BaudRate }
  | PasswordRequest
  | ({ readonly type: 'clear-demand' | 'clear-meter' } & Credentials)
  | ClearEventsRequest
  | ControlRequest
  | { readonly type: 'output'; readonly output: number }
  | { readonly type: 'authentication'; readonly dataHex: string }
  | VendorRequest;

export interface ReadRequest {
  readonly type: 'read';
  readonly di: string;
  /** Load records: how many blocks, and from when on (YYMMDDhhmm). */
  readonly blocks?: number;
  readonly from?: string;
}

export interface ReadFollowingRequest {
  readonly type: 'read-following';
  readonly di: string;
  /** 1 to 255; not in 1997. */
  readonly seq?: number;
}

export interface WriteRequest extends Credentials, DataInput {
  readonly type: 'write';
  readonly di: string;
}

export interface PasswordRequest {
  readonly type: 'password';
  /** Which password, 04000C01 for level 0 and so on; not in 1997. */
  readonly di?: string;
  /** `LLPPPPPP` as printed, or `…Wire` as sent. */
  readonly oldPassword?: string;
  readonly oldPasswordWire?: string;
  readonly newPassword?: string;
  readonly newPasswordWire?: string;
}

export interface ClearEventsRequest extends Credentials {
  readonly type: 'clear-events';
  /** `all`, or an identifier whose DI0 is FF. */
  readonly events: string;
}

export interface ControlRequest extends Credentials {
  readonly type: 'control';
  readonly action?: ControlAction;
  /** For a maker's own action. */
  readonly n1?: number;
  /** 0 by default. */
  readonly n2?: number;
  /** Until when the meter may act, in its own time, or as sent. */
  readonly validUntil?: string;
  readonly validUntilWire?: string;
}

export interface VendorRequest {
  readonly type: 'vendor';
  readonly control: number;
  readonly dataHex: string;
}
