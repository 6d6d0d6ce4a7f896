import type { ExceptionResponse } from '../../dlms';
import { Failure } from '../../link';

/** The meter does not know, or no longer knows, of the association that we believe in. */
export class AssociationLost extends Failure {
  /** What the meter said, where it said something. Nobody vouches for it. */
  readonly exception: ExceptionResponse | undefined;

  constructor(message: string, exception?: ExceptionResponse) {
    super('meter-refused', message);
    this.exception = exception;
  }
}
