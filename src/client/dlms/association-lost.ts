import { Failure } from '../../link';

/** The meter does not know, or no longer knows, of the association that we believe in. */
export class AssociationLost extends Failure {
  /** The lowest invocation counter that the meter says it takes. Nobody vouches for it. */
  readonly invocationCounter: number | undefined;

  constructor(message: string, invocationCounter?: number) {
    super('meter-refused', message);
    this.invocationCounter = invocationCounter;
  }
}
