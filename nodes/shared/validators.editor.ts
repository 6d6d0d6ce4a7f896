import type { EditorNodeInstance } from 'node-red';
import { safePattern } from '../../src/gateway/safe-pattern';
import { type Parameters, text } from './texts.editor';

declare module '@node-red/editor-client' {
  // The published types lack it: the property's name in what the editor says about it.
  interface NodePropertyDef<TVal, TInstProps extends NodeProperties = NodeProperties> {
    label?: string;
  }
}

type Validator = (this: EditorNodeInstance, value: string) => boolean;

/** What is wrong with a value: a text below `invalid` in the gateway's catalogue. */
interface Fault {
  readonly key: string;
  readonly parameters?: Parameters;
}

/** A port to listen on. */
export const port = wholeNumber(1, 65_535);

/** A time in ms, from a second to a day. */
export const milliseconds = wholeNumber(1_000, 86_400_000);

/** Octets as pairs of hex digits, separated as people like. */
export const hex = validator((value) =>
  unless(/^([0-9a-f]{2})+$/i.test(value.replace(/0x|[\s:,-]/gi, '')), 'hex'),
);

const OBIS = /^\d{1,3}[-.]\d{1,3}[:.]\d{1,3}(\.\d{1,3}){2}([.*&]\d{1,3})?$/;

/** A logical name as people write it; how large its numbers may be, the runtime says. */
export const obis = validator((value) => unless(OBIS.test(value), 'obis'));

/** An id that can stand in a topic and name a folder. */
export const id = validator((value) => unless(/^[0-9A-Za-z_-]{1,32}$/.test(value), 'id'));

/** The name of a meter profile. */
export const profileName = validator((value) => unless(/^[\w.-]{1,64}$/.test(value), 'profile'));

/** A topic to publish below: no wildcards, no empty levels. */
export const topicPrefix = validator((value) =>
  unless(/^[^/+#]+(\/[^/+#]+)*$/.test(value), 'topic'),
);

export const brokerUrl = validator((value) =>
  unless(/^(mqtts?|wss?):\/\/[^\s/]\S*$/i.test(value), 'url'),
);

/** Addresses and networks, separated by commas or spaces; what each is worth, the runtime says. */
export const addresses = validator((value) =>
  unless(value.split(/[\s,]+/).every(isAddressOrNetwork), 'addresses'),
);

/** A regular expression that is quick on every short text. */
export const pattern = validator((value) => unless(isSafePattern(value), 'pattern'));

/** As meters record who wrote to them. */
export const eightDigits = validator((value) => unless(/^\d{8}$/.test(value), 'digits'));

/** Classes and functions: `class 18, function 19H`. */
export const exceptions = validator((value) =>
  unless(
    value
      .split(',')
      .every((word) => /^\s*(class\s+\d{1,5}|function\s+[01][0-9a-f]H|)\s*$/i.test(word)),
    'exceptions',
  ),
);

/** An IANA time zone that this browser knows. */
export const timeZone = validator((value) => unless(isTimeZone(value), 'timezone'));

/** A whole number, decimal or `0x`, limits included. */
export function wholeNumber(min: number, max: number): Validator {
  return validator((value) => {
    const number = /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : Number.NaN;
    return unless(number >= min && number <= max, 'number', { min, max });
  });
}

export function oneOf(choices: readonly string[]): Validator {
  return validator((value) =>
    unless(choices.includes(value.toLowerCase()), 'choice', { choices: choices.join(', ') }),
  );
}

/** One of a few words, or a logical name. */
export function oneOfOrObis(choices: readonly string[]): Validator {
  return validator((value) =>
    unless(choices.includes(value) || OBIS.test(value), 'choiceOrObis', {
      choices: choices.join(', '),
    }),
  );
}

/** A list that can be read; what `read` throws says which line is wrong, and why. */
export function readableList<Row>(
  read: (rows: readonly Row[], node: EditorNodeInstance) => unknown,
): Validator {
  function validate(
    this: EditorNodeInstance,
    rows: readonly Row[],
    options: { readonly label?: string },
  ): true | string {
    try {
      read(rows, this);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return text('ivy-gateway', 'invalid.list', { property: options.label ?? '', reason });
    }
  }
  return validate as unknown as Validator;
}

/**
 * A validator that says in words what is wrong. Empty text means the default, and `${VARIABLE}` is accepted
 * by Node-RED before it asks, so only literal values are checked.
 */
function validator(faultOf: (value: string) => Fault | undefined): Validator {
  // Exactly two parameters: from a validator with fewer, Node-RED takes any text for "valid".
  const validate = (value: unknown, options: { readonly label?: string }): true | string => {
    const given = String(value ?? '').trim();
    const fault = given === '' ? undefined : faultOf(given);
    if (fault === undefined) return true;
    const property = options.label ?? '';
    return text('ivy-gateway', `invalid.${fault.key}`, {
      property,
      value: given,
      ...fault.parameters,
    });
  };
  // The published types know only the validators of Node-RED 2, which give a boolean.
  return validate as unknown as Validator;
}

function unless(valid: boolean, key: string, parameters: Parameters = {}): Fault | undefined {
  return valid ? undefined : { key, parameters };
}

function isTimeZone(value: string): boolean {
  // Newer browsers take offsets such as +08:00 as well, which name no zone.
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function isSafePattern(value: string): boolean {
  try {
    safePattern(value);
    return true;
  } catch {
    return false;
  }
}

function isAddressOrNetwork(entry: string): boolean {
  return entry === '' || /^[0-9a-f]*[.:][0-9a-f.:]*(\/\d{1,3})?$/i.test(entry);
}
