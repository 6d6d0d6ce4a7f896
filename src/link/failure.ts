/** Why something asked of a meter did not happen. Stable words: they are the `code` of answers. */
export type FailureCode =
  | 'meter-not-connected'
  | 'command-timeout'
  | 'busy' // the link's queue is full
  | 'association-failed'
  | 'meter-refused'
  | 'not-supported'
  | 'invalid-request';

export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = 'Failure';
    this.code = code;
  }
}
