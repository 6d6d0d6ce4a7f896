/** What was thrown, as failures of polls tell it. */
export function described(thrown: unknown): { readonly code: string; readonly error: string } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'internal-error';
  return { code, error: error.message };
}
