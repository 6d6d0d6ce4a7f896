/** A message that a node cannot make use of; `code` is what Catch nodes get. */
export class MessageError extends Error {
  readonly code = 'invalid-request';
}
