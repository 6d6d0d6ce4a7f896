import type { Exception } from '../content';

/** On which topics something may be ordered. */
export type Channel = 'request' | 'write' | 'relay';

/** What a gateway allows, for all who order something of its meters. */
export interface CommandOptions {
  readonly writeControl: 'off' | 'write-topic' | 'both';
  readonly relayControl: 'off' | 'relay-topic' | 'both';
  /** Acts of all meters together. */
  readonly actsPerMinute: number;
  readonly actsPerHour: number;
  /** ms between two acts of one meter. */
  readonly coolDown: number;
  /** A; above it no relay is closed. 0: it is not looked at. */
  readonly maxCloseCurrent: number;
  /** What changes a meter has to say until when. */
  readonly requireExpiry: boolean;
  /** What commands that change a meter are signed with; empty: they need no signature. */
  readonly commandSecret: string;
  /** Classes and functions that are otherwise refused. */
  readonly exceptions: readonly Exception[];
  /** `LLPPPPPP`, as printed. */
  readonly meterPassword: string;
  /** Eight digits, as printed. */
  readonly operatorCode: string;
}

export const DEFAULT_COMMAND_OPTIONS: CommandOptions = {
  writeControl: 'off',
  relayControl: 'off',
  actsPerMinute: 30,
  actsPerHour: 300,
  coolDown: 0,
  maxCloseCurrent: 0,
  requireExpiry: false,
  commandSecret: '',
  exceptions: [],
  meterPassword: '00000000',
  operatorCode: '00000000',
};

/**
 * Exceptions as people write them: `class 18, function 19H`.
 * @throws RangeError that names what cannot be read.
 */
export function parseExceptions(text: string): readonly Exception[] {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.map((word) => {
    const [, classId] = /^class\s+(\d{1,5})$/i.exec(word) ?? [];
    if (classId !== undefined) return { kind: 'class', number: Number(classId) };
    const [, code] = /^function\s+([01][0-9a-f])H$/i.exec(word) ?? [];
    if (code !== undefined) return { kind: 'function', number: Number.parseInt(code, 16) };
    throw new RangeError(`"${word}" is neither "class 18" nor "function 19H"`);
  });
}
