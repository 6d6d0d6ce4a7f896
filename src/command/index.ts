export { isZoneError } from './clock/clock-rules';
export { CommandPort } from './command-port';
export { CommandDesk } from './desk';
export type { CommandHost } from './host';
export type { Bearer, CommandMessage } from './message';
export {
  type Channel,
  type CommandOptions,
  DEFAULT_COMMAND_OPTIONS,
  parseExceptions,
} from './options';
export type { LockState } from './relay-lock';
export type { CommandResponse } from './response';
export { canonicalJson, signedText } from './signature';
export { type CommandTopic, commandTopic } from './topic';
