/** A key and the JSON text that it holds. */
export type Row = readonly [key: string, text: string];
/** What a key is to hold; undefined: nothing any more. */
export type Change = readonly [key: string, text: string | undefined];

/** What the collections of a store stand on. */
export interface Engine {
  /** All rows whose key begins with `prefix`, in the order of their keys. */
  rows(prefix: string): Promise<readonly Row[]>;
  /** All of the changes or none; they are on disk when it resolves. */
  write(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

/** Holds nothing: the collections themselves are the memory. */
export const NO_ENGINE: Engine = {
  rows: async () => [],
  write: async () => {},
  close: async () => {},
};

/** The text of whatever was thrown; of an engine's error, what its own cause says. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? thrown.cause.message : thrown.message;
}

/** Whether an error, or its cause, has this code. */
export function hasCode(thrown: unknown, code: string): boolean {
  if (!(thrown instanceof Error)) return false;
  return ('code' in thrown && thrown.code === code) || hasCode(thrown.cause, code);
}

/** What a row holds; undefined where the text is no JSON. */
export function parseRow(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
