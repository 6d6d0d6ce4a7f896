/** Something could not be written down, so what depends on it must not happen. */
export class StorageError extends Error {
  /** The `code` of answers (contract, section 2). */
  readonly code = 'storage-failed';

  constructor(message: string) {
    super(message);
    this.name = 'StorageError';
  }
}
