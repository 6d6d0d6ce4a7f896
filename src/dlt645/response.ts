import type { MeterAddress } from './address';
import type { BaudRate } from './baud-rate';
import type { DataInput } from './encode-data';
import type { FunctionType } from './functions';
import type { RegisterTable, Standard } from './registers';

/** What every answer says beside its function. */
export interface ResponseCommon {
  readonly address: MeterAddress;
  readonly leadBytes?: number;
  /** 2007 by default. */
  readonly standard?: Standard;
  /** A meter model's own registers. */
  readonly registers?: RegisterTable;
}

/** An answer as a meter gives it: what decodes to the same fields. */
export type Response = ResponseCommon & ResponseBody;

export type ResponseBody =
  | RefusalResponse
  | ReadResponse
  | ReadFollowingResponse
  | { readonly type: 'read-address'; readonly meterAddress: MeterAddress }
  | { readonly type: 'baud-rate'; readonly baud: BaudRate }
  | {
      readonly type: 'password';
      /** `LLPPPPPP` as printed, or `…Wire` as sent. */
      readonly newPassword?: string;
      readonly newPasswordWire?: string;
    }
  | { readonly type: 'output'; readonly output: number }
  | { readonly type: 'authentication'; readonly dataHex: string }
  | { readonly type: Acknowledged };

/** Functions that are answered without data. */
export type Acknowledged =
  | 'write'
  | 'write-address'
  | 'freeze'
  | 'clear-demand'
  | 'clear-meter'
  | 'clear-events'
  | 'control';

/** The meter does not do what was asked. */
export interface RefusalResponse {
  readonly type: FunctionType;
  readonly error: true;
  /** Bit 0 other, bit 1 no such data, bit 2 not authorised, … */
  readonly errorWord: number;
}

export interface ReadResponse extends DataInput {
  readonly type: 'read' | 're-read';
  readonly di: string;
  /** No such record: the identifier alone. */
  readonly empty?: true;
  /** More is to come; `dataHex` is the first part. */
  readonly followOn?: boolean;
}

export interface ReadFollowingResponse {
  readonly type: 'read-following';
  readonly di: string;
  readonly partHex: string;
  /** Not in 1997. */
  readonly seq?: number;
  readonly followOn?: boolean;
}
