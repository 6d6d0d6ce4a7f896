import { safePattern } from '../../src/gateway/safe-pattern';
import { AddressList } from '../../src/net/address-list';

/**
 * Reads a node's settings. Node-RED hands over what the dialog or an environment variable says, as text;
 * an unset variable arrives as the literal text `${NAME}`. Absent, empty and literal `${…}` mean the
 * default; anything else must be readable, because a silent default hides a typing error for years.
 */
export class SettingError extends Error {
  readonly code = 'invalid-setting';
}

type Setting = string | number | boolean | null | undefined;

/** What was set, or undefined where the default applies. */
function given(value: Setting): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = String(value).trim();
  return text === '' || /^\$\{[^}]*\}$/.test(text) ? undefined : text;
}

export function textSetting(value: Setting, fallback: string): string {
  return given(value) ?? fallback;
}

/** A whole number, decimal or `0x`. */
export function numberSetting<Fallback extends number | undefined>(
  name: string,
  value: Setting,
  fallback: Fallback,
  limits: { readonly min: number; readonly max: number },
): number | Fallback {
  const text = given(value);
  if (text === undefined) return fallback;
  const number = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(number >= limits.min && number <= limits.max)) {
    throw new SettingError(
      `${name}: "${text}" is not a whole number from ${limits.min} to ${limits.max}`,
    );
  }
  return number;
}

export function booleanSetting(name: string, value: Setting, fallback: boolean): boolean {
  const text = given(value)?.toLowerCase();
  if (text === undefined) return fallback;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new SettingError(`${name}: "${text}" is neither true nor false`);
}

export function choiceSetting<Choice extends string>(
  name: string,
  value: Setting,
  fallback: Choice,
  choices: readonly Choice[],
): Choice {
  const text = given(value);
  if (text === undefined) return fallback;
  const choice = choices.find((candidate) => candidate === text.toLowerCase());
  if (choice === undefined) {
    throw new SettingError(`${name}: "${text}" is none of ${choices.join(', ')}`);
  }
  return choice;
}

/** Text that must match a pattern, which `expected` says in words. */
export function patternSetting(
  name: string,
  value: Setting,
  fallback: string,
  pattern: RegExp,
  expected: string,
): string {
  const text = given(value);
  if (text === undefined) return fallback;
  if (!pattern.test(text)) throw new SettingError(`${name}: "${text}" is not ${expected}`);
  return text;
}

/** A regular expression that is quick on every short text; none by default. */
export function regularExpressionSetting(name: string, value: Setting): RegExp | undefined {
  const text = given(value);
  if (text === undefined) return undefined;
  try {
    return safePattern(text);
  } catch (error) {
    throw new SettingError(`${name}: "${text}" ${(error as Error).message}`);
  }
}

/** Addresses and networks, separated by commas or spaces; none by default. */
export function addressesSetting(name: string, value: Setting): AddressList {
  try {
    return new AddressList(given(value) ?? '');
  } catch (error) {
    throw new SettingError(`${name}: ${(error as Error).message}`);
  }
}

/** The rows of a dialog's list; what is no list, but empty or an unset variable, is an empty one. */
export function rowsSetting<Row>(name: string, value: unknown): readonly Partial<Row>[] {
  if (Array.isArray(value)) return value;
  const isScalar = typeof value !== 'object' || value === null;
  if (isScalar && given(value as Setting) === undefined) return [];
  throw new SettingError(`${name}: not a list`);
}
