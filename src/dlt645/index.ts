export {
  ANY_METER,
  answersAddress,
  EVERY_METER,
  isBroadcast,
  isWildcard,
  type MeterAddress,
} from './address';
export { type DecodeOptions, decodeFrame } from './decode';
export type { DecodedContent, DecodedFrame } from './decoded-frame';
export { encodeFrame, type Frame, type FrameParts, parseFrame } from './frame';
export type { FreezeKind, FreezeTime } from './freeze';
export type { FunctionType } from './functions';
export type { LoadRecord } from './load-record';
export type { DecodedField } from './record';
export {
  findRegister,
  REGISTERS_1997,
  REGISTERS_2007,
  type Register,
  type RegisterGroup,
  RegisterTable,
  type Standard,
  type UserRegister,
} from './registers';
export type { Demand, InvalidBcd, Value } from './value';
export { type BaudRate, CONTROL_ACTIONS, type ControlAction } from './words';
