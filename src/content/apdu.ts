import { type Apdu, type AttributeDescriptor, decodeApdu, type MethodDescriptor } from '../dlms';
import { CIPHERED_TYPES } from '../dlms/apdu/ciphered';
import { CODECS } from '../dlms/apdu/codecs';
import { FrameError } from '../octets';
import { type Content, NO_FRAME, together, unjudgeable } from './content';

/** Scripts, schedules, calendars, monitors, arbitrator, disconnect control and limiter: all may switch. */
const ACTING_CLASSES: ReadonlySet<number> = new Set([9, 10, 20, 21, 22, 68, 70, 71]);
/** Associations, image transfer and security setup: who may do what, and the meter's program. */
const FORBIDDEN_CLASSES: ReadonlySet<number> = new Set([15, 18, 64]);

/** With these an APDU begins that may change a meter. */
const CHANGING_TAGS: ReadonlySet<number> = new Set([
  ...CIPHERED_TYPES.keys(),
  ...(
    [
      'set-request',
      'action-request',
      'access-request',
      'read-request',
      'write-request',
      'unconfirmed-write-request',
      'general-block-transfer',
      'general-signing',
    ] as const
  ).map((type) => CODECS[type].tag),
]);
/** No APDU that changes anything is shorter. */
const SHORTEST = 7;

type Named = AttributeDescriptor | MethodDescriptor;

/** What an APDU would do to the meter that gets it. What is ciphered or in pieces cannot be judged. */
export function contentOfApdu(apdu: Apdu): Content {
  switch (apdu.type) {
    case 'get-request':
      return { effect: 'read', what: getRead(apdu) };
    case 'set-request':
      return 'attribute' in apdu
        ? changeOf('SET', [apdu.attribute])
        : changeOf('SET', 'attributes' in apdu ? apdu.attributes : []);
    case 'action-request':
      return contentOfAction(apdu);
    case 'access-request':
      return together(
        apdu.specifications.map((one) => {
          if (one.service === 'action') return change('ACTION', one.method);
          const isGet = one.service === 'get' || one.service === 'get-with-selection';
          return isGet
            ? { effect: 'read', what: `GET ${nameOf(one.attribute)}` }
            : change('SET', one.attribute);
        }),
      );
    case 'read-request': {
      // With a parameter it may be a selection, and it may be the call of a method.
      const isPlain = apdu.variables.every((variable) => !('parameters' in variable));
      return { effect: isPlain ? 'read' : 'act', what: 'READ by short name' };
    }
    case 'write-request':
    case 'unconfirmed-write-request':
      return { effect: 'act', what: 'WRITE by short name' };
    case 'general-block-transfer':
    case 'general-signing':
      return unjudgeable(`a piece or wrapping of another APDU (${apdu.type})`);
    default:
      return 'ciphertext' in apdu
        ? unjudgeable(`a ciphered APDU (${apdu.type})`)
        : { effect: 'read', what: apdu.type };
  }
}

/** The same of octets that should be an APDU. A malformed one a meter may still understand. */
export function contentOfApduOctets(octets: Uint8Array): Content {
  try {
    return contentOfApdu(decodeApdu(octets));
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    const mayChange = octets.length >= SHORTEST && CHANGING_TAGS.has(octets[0] ?? 0);
    return mayChange ? unjudgeable(`a malformed APDU (${error.message})`) : NO_FRAME;
  }
}

function contentOfAction(apdu: Extract<Apdu, { readonly type: 'action-request' }>): Content {
  if (apdu.kind === 'next-pblock') return { effect: 'read', what: 'next block of an answer' };
  if ('method' in apdu) return changeOf('ACTION', [apdu.method]);
  return changeOf('ACTION', 'methods' in apdu ? apdu.methods : []);
}

/** A block that only goes on with a request says nothing of what that was. */
function changeOf(service: 'SET' | 'ACTION', named: readonly Named[]): Content {
  if (named.length === 0) return unjudgeable(`a later block of a ${service}`);
  return together(named.map((one) => change(service, one)));
}

function change(service: 'SET' | 'ACTION', named: Named): Content {
  const { classId } = named;
  const what = `${service} ${nameOf(named)}`;
  if (ACTING_CLASSES.has(classId)) return { effect: 'act', what };
  if (!FORBIDDEN_CLASSES.has(classId)) return { effect: 'write', what };
  return { effect: 'forbidden', what, exception: { kind: 'class', number: classId } };
}

function nameOf(named: Named): string {
  const member = 'method' in named ? named.method : named.attribute;
  return `${named.classId}/${named.obis}/${member}`;
}

function getRead(apdu: Extract<Apdu, { readonly type: 'get-request' }>): string {
  if (apdu.kind === 'next') return 'GET of the next block';
  return `GET ${(apdu.kind === 'normal' ? [apdu.attribute] : apdu.attributes).map(nameOf).join(', ')}`;
}
