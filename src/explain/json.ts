import { toHex } from '../octets';
import type { Explained } from './explain';
import { type Explanation, type Field, protocolOf } from './explanation';

/** Stands for each octet of key material. */
const HIDDEN_OCTET = '**';
const HIDDEN = 'not shown';

/** The explained frames as one line of JSON. */
export function jsonOf({ frames, discarded }: Explained): string {
  return JSON.stringify(
    {
      ok: true,
      frames: frames.map(({ offset, explanation }) => ({ offset, ...jsonFrame(explanation) })),
      discarded: toHex(discarded),
    },
    withoutKeys,
  );
}

/** Why the octets could not be decoded. */
export interface Fault {
  readonly code: string;
  readonly offset: number;
  readonly message: string;
}

export function jsonOfFault({ code, offset, message }: Fault): string {
  return JSON.stringify({ ok: false, error: { code, offset, message } });
}

/** The octets of a field in hex, with spaces between them if wished. */
export function hexOf({ octets, secret }: Field): string {
  return secret ? HIDDEN_OCTET.repeat(octets.length) : toHex(octets);
}

function jsonFrame(explanation: Explanation): object {
  const { kind, summary, fields, notes, inside, decoded } = explanation;
  return {
    protocol: protocolOf(explanation),
    kind,
    summary,
    hex: fields.map(hexOf).join(''),
    fields: fields.map(jsonField),
    ...(notes.length > 0 && { notes }),
    ...(inside.length > 0 && { inside: inside.map(jsonFrame) }),
    decoded,
  };
}

function jsonField(field: Field): object {
  const { offset, name, meaning, depth } = field;
  return { offset, hex: hexOf(field), name, meaning, depth };
}

function withoutKeys(name: string, value: unknown): unknown {
  return name === 'dedicatedKey' ? HIDDEN : value;
}
