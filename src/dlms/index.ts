export type { AccessRequest, AccessResponse, AccessSpecification } from './apdu/access';
export type { Aare, Aarq } from './apdu/acse/association';
export {
  applicationContexts,
  associationResults,
  mechanisms,
  providerDiagnostics,
  userDiagnostics,
} from './apdu/acse/names';
export type { Rlre, Rlrq } from './apdu/acse/release';
export type { UserInformation } from './apdu/acse/user-information';
export {
  type ActionOutcome,
  type ActionRequest,
  type ActionResponse,
  decodeActionOutcome,
} from './apdu/action';
export type { Apdu, CipheredApdu, PlainApdu } from './apdu/apdu';
export type { GeneralBlockTransfer } from './apdu/block-transfer';
export { type Ciphered, envelopeOf } from './apdu/ciphered';
export type { DataBlock } from './apdu/data-block';
export type { DataNotification } from './apdu/data-notification';
export type { AttributeDescriptor, MethodDescriptor, SelectedAttribute } from './apdu/descriptor';
export type { EventNotification } from './apdu/event-notification';
export type { GeneralSigning } from './apdu/general-signing';
export { type DataResult, decodeDataResults, type GetRequest, type GetResponse } from './apdu/get';
export {
  encodeInitiateRequest,
  encodeInitiateResponse,
  type InitiateRequest,
  type InitiateResponse,
} from './apdu/initiate';
export type { Invocation, LongInvocation } from './apdu/invocation';
export { joinDataBlocks, joinTransferBlocks } from './apdu/join-blocks';
export type {
  EntrySelection,
  OtherSelection,
  RangeBound,
  RangeSelection,
  Selection,
} from './apdu/selection';
export type {
  ConfirmedServiceError,
  ExceptionResponse,
  ServiceFailure,
} from './apdu/service-error';
export type { SetRequest, SetResponse } from './apdu/set';
export type {
  InformationReport,
  ReadRequest,
  ReadResponse,
  VariableAccess,
  WriteRequest,
  WriteResponse,
} from './apdu/short-name';
export { type Data, decodeData, encodeData, type Scalar, type TypeDescription } from './axdr';
export { CONFORMANCE_BITS, type Conformance } from './conformance';
export * from './cosem';
export type { CosemDate, CosemDateTime, CosemTime } from './date-time';
export { type DecodeOptions, decodeApdu } from './decode';
export { encodeApdu } from './encode';
export type { Enumeration } from './enumeration';
export type { CipheredEnvelope, Decipher, KeyInfo } from './envelope';
export { type Obis, obisFromOctets, obisToOctets, parseObis } from './obis';
export {
  type ActionResult,
  actionResults,
  type DataAccessResult,
  dataAccessResults,
} from './results';
export { exceptionServiceErrors, stateErrors } from './service-errors';
export { decodeWrapper, encodeWrapper, type Wpdu } from './wrapper';
