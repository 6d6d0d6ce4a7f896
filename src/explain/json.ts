import { toHex } from '../octets';
import type { Explained } from './explain';
import { type Explanation, type Field, protocolOf } from './explanation';

/** Stands for each octet of key material. */
const HIDDEN_OCTET = '**';
const HIDDEN = 'not shown';

/** Why octets could not be decoded. */
export interface Fault {
  readonly code: string;
  readonly offset: number;
  readonly message: string;
}

/** Explained frames, or a fault and what could be explained beside it, as one line of JSON. */
export function jsonOf(explained: Explained | undefined, fault?: Fault): string {
  return JSON.stringify(
    {
      ...(fault ? { ok: false, error: plainFault(fault) } : { ok: true }),
      ...(explained && jsonFrames(explained)),
    },
    withoutKeys,
  );
}

function plainFault({ code, offset, message }: Fault): Fault {
  return { code, offset, message };
}

function jsonFrames({ frames, discarded }: Explained): object {
  return {
    frames: frames.map(({ offset, explanation }) => ({ offset, ...jsonFrame(explanation) })),
    discarded: toHex(discarded),
  };
}

/** The octets of a field in hex, key material hidden. */
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
