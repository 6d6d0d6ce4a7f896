import type { AccessRequest, AccessResponse } from './access';
import type { Aare, Aarq } from './acse/association';
import type { Rlre, Rlrq } from './acse/release';
import type { ActionRequest, ActionResponse } from './action';
import type { GeneralBlockTransfer } from './block-transfer';
import type { Ciphered } from './ciphered';
import type { DataNotification, DataNotificationConfirm } from './data-notification';
import type { EventNotification } from './event-notification';
import type { GeneralSigning } from './general-signing';
import type { GetRequest, GetResponse } from './get';
import type { InitiateRequestApdu, InitiateResponseApdu } from './initiate';
import type { ConfirmedServiceError, ExceptionResponse } from './service-error';
import type { SetRequest, SetResponse } from './set';
import type {
  InformationReport,
  ReadRequest,
  ReadResponse,
  UnconfirmedWriteRequest,
  WriteRequest,
  WriteResponse,
} from './short-name';

/** A ciphered APDU, and what is in it where a security context was at hand. */
export type CipheredApdu = Ciphered & { readonly decrypted?: Apdu };

/** What a lenient decoder overlooked; absent where nothing was. */
export interface Warned {
  readonly warnings?: readonly string[];
}

export type PlainApdu =
  | Aarq
  | Aare
  | Rlrq
  | Rlre
  | GetRequest
  | GetResponse
  | SetRequest
  | SetResponse
  | ActionRequest
  | ActionResponse
  | AccessRequest
  | AccessResponse
  | ReadRequest
  | ReadResponse
  | WriteRequest
  | UnconfirmedWriteRequest
  | WriteResponse
  | InformationReport
  | InitiateRequestApdu
  | InitiateResponseApdu
  | EventNotification
  | DataNotification
  | DataNotificationConfirm
  | ExceptionResponse
  | ConfirmedServiceError
  | GeneralBlockTransfer
  | GeneralSigning;

/** Every APDU that the library knows, told apart by `type`; plain JSON throughout, octets as hex. */
export type Apdu = (PlainApdu | CipheredApdu) & Warned;
