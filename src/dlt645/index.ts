export {
  ANY_METER,
  answersAddress,
  EVERY_METER,
  isBroadcast,
  isWildcard,
  type MeterAddress,
} from './address';
export type { BaudRate } from './baud-rate';
export { CONTROL_ACTIONS, type ControlAction } from './control-action';
export { type DecodedFrames, type DecodeOptions, decodeFrame, decodeFrames } from './decode';
export type { DecodedData, DecodedField } from './decoded-data';
export type { DecodedContent, DecodedFrame, Fault } from './decoded-frame';
export type { DataInput } from './encode-data';
export { encodeRequest } from './encode-request';
export { encodeResponse } from './encode-response';
export { joinFollowing } from './follow';
export { encodeFrame, type Frame, type FrameParts, parseFrame } from './frame';
export type { FreezeKind, FreezeTime } from './freeze';
export { type FunctionType, functionCode } from './functions';
export type { LoadRecord } from './load-record';
export { PassingAnswers } from './passing-answers';
export { type Circumstances, type JudgedRequest, type Refusal, refusal } from './refusals';
export {
  findRegister,
  REGISTERS_1997,
  REGISTERS_2007,
  type Register,
  type RegisterGroup,
  type RegisterName,
  RegisterTable,
  type Standard,
  type UserRegister,
} from './registers';
export type { Credentials, Request, RequestBody, RequestCommon } from './request';
export { requestOf } from './request-of';
export type { Response, ResponseBody, ResponseCommon } from './response';
export { tellStandard } from './tell-standard';
export type { Demand, InvalidBcd, Value } from './value';
