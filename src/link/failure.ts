/** Why something asked of a meter did not happen. Stable words: they are the `code` of answers. */
export type FailureCode =
  | 'meter-not-connected'
  | 'meter-not-trusted'
  | 'command-timeout'
  | 'busy' // the link's queue is full
  | 'association-failed'
  | 'meter-refused'
  | 'not-supported'
  | 'invalid-request'
  | 'unknown-method'
  | 'unknown-register'
  | 'unknown-rule'
  | 'unknown-meter'
  | 'expired'
  | 'duplicate'
  | 'retained-refused'
  | 'write-disabled'
  | 'relay-disabled'
  | 'zone-error' // a clock is whole hours off
  | 'interlock' // locked, protected, too soon, too many, too much load
  | 'not-confirmed' // the meter has accepted, and reads back otherwise
  | 'uncertain' // nobody knows whether it happened
  | 'storage-failed';

export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = 'Failure';
    this.code = code;
  }
}
