import { isPublishedExampleKey, KEY_LENGTHS, KEY_NAMES, type SenderKeys } from '../dlms/security';
import { fromHex } from '../octets';

/** Beside the keys of DLMS security: what each looks like, and how that is said. */
const FORMS = {
  /** Of low or high level security, in hex. */
  secret: [/^(?:[0-9a-f]{2}){1,64}$/i, 'hex of 1 to 64 octets'],
  /** DL/T 645: level and password as printed, LLPPPPPP. */
  meterPassword: [/^\d{8}$/, '8 digits, LLPPPPPP'],
  /** DL/T 645: as printed. */
  operatorCode: [/^[0-9a-f]{8}$/i, '8 hex digits'],
} as const;

export type KeyName = keyof SenderKeys | keyof typeof FORMS;

/** The secrets of one meter, in clear. */
export type MeterKeys = Readonly<Partial<Record<KeyName, string>>>;

const RULES: ReadonlyMap<string, readonly [RegExp, string]> = new Map<
  string,
  readonly [RegExp, string]
>([
  ...KEY_NAMES.map((name) => [name, hexRule(KEY_LENGTHS[name])] as const),
  ...Object.entries(FORMS),
]);

/**
 * Checks the secrets of a meter.
 * @throws TypeError that names the key; the message never has a part of it.
 */
export function meterKeys(value: unknown): MeterKeys {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('keys are an object of names and values');
  }
  const entries = Object.entries(value);
  if (entries.length === 0) throw new TypeError('keys without a key');
  return Object.fromEntries(entries.map(([name, key]) => [name, checked(name, key)]));
}

function checked(name: string, key: unknown): string {
  const rule = RULES.get(name);
  if (!rule) throw new TypeError(`keys have names among ${[...RULES.keys()].join(', ')}`);
  const [form, words] = rule;
  if (typeof key !== 'string' || !form.test(key)) throw new TypeError(`${name} is ${words}`);
  if (isKey(name) && isPublishedExampleKey(fromHex(key))) {
    throw new TypeError(`${name} is one that everybody knows: a key of standards and examples`);
  }
  return key;
}

/** System titles are no secret. Passwords are the meter's own, which often has none but its factory's. */
function isKey(name: string): boolean {
  return name !== 'systemTitle' && (KEY_NAMES as readonly string[]).includes(name);
}

function hexRule(lengths: readonly number[]): readonly [RegExp, string] {
  const digits = lengths.map((length) => `[0-9a-f]{${2 * length}}`);
  return [new RegExp(`^(?:${digits.join('|')})$`, 'i'), `hex of ${lengths.join(' or ')} octets`];
}
