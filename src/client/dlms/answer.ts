import type {
  Aare,
  ActionResponse,
  Apdu,
  ConfirmedServiceError,
  ExceptionResponse,
  GeneralBlockTransfer,
  GetResponse,
  Rlre,
  SetResponse,
} from '../../dlms';
import { SecurityError, type SecurityReason } from '../../dlms/security';
import type { Channel } from './channel';
import type { TakeAnswer } from './transport';

/** Answers, by type. */
export interface Answers {
  readonly aare: Aare;
  readonly rlre: Rlre;
  readonly 'get-response': GetResponse;
  readonly 'set-response': SetResponse;
  readonly 'action-response': ActionResponse;
}
export type AnswerType = keyof Answers;

/** What a meter says in place of any answer, or around one. */
export type Instead = ExceptionResponse | ConfirmedServiceError | GeneralBlockTransfer;

export type Taken<Type extends AnswerType> =
  | { readonly answer: Answers[Type] }
  | { readonly instead: Instead };

/** First octets of answers. */
const TAGS: Readonly<Record<AnswerType, number>> = {
  aare: 0x61,
  rlre: 0x63,
  'get-response': 0xc4,
  'set-response': 0xc5,
  'action-response': 0xc7,
};
const INSTEAD_TAGS: ReadonlySet<number> = new Set([0xd8, 0x0e, 0xe0]);
/** Under the global and the dedicated key: `glo-…` and `ded-…` lie so far above the plain tag. */
const CIPHERED_DISTANCES = [8, 16];
const GENERAL_TAGS: ReadonlySet<number> = new Set([0xdb, 0xdc, 0xdd]);
const INVOKE_ID = 0x0f;
const OTHERS: ReadonlySet<SecurityReason> = new Set(['unknown-system-title', 'missing-key']);
const PUSHES: ReadonlySet<SecurityReason> = new Set(['replayed', 'weak-protection']);

/**
 * Recognises the answer to a request: of this type, with the request's invoke id where it has one; or what
 * came in its place. An answer to us that cannot be read or is not to be trusted throws, because waiting would
 * bring no other.
 */
export function answerTo<Type extends AnswerType>(
  request: Apdu,
  type: Type,
  channel: Channel,
): TakeAnswer<Taken<Type>> {
  const open = (octets: Uint8Array, frame: object): Apdu | undefined => {
    try {
      return plainIn(channel.open(octets, frame));
    } catch (error) {
      const isOurs = isPlain(octets, type) ? isFor(request, octets) : !isOfAnother(error, octets);
      if (isOurs) throw error;
      return undefined;
    }
  };
  return (octets, frame) => {
    if (!isPlain(octets, type) && !isCiphered(octets, type)) return undefined;
    const apdu = open(octets, frame);
    if (apdu === undefined) return undefined;
    if (isInstead(apdu)) return { instead: apdu };
    if (!isOfType(apdu, type) || invokeIdOf(apdu) !== invokeIdOf(request)) return undefined;
    return { answer: apdu };
  };
}

/** What is in the envelope, however many there are. */
function plainIn(apdu: Apdu): Apdu | undefined {
  if (!('ciphertext' in apdu)) return apdu;
  return apdu.decrypted && plainIn(apdu.decrypted);
}

function isPlain([tag = 0]: Uint8Array, type: AnswerType): boolean {
  return tag === TAGS[type] || INSTEAD_TAGS.has(tag);
}

function isCiphered([tag = 0]: Uint8Array, type: AnswerType): boolean {
  return CIPHERED_DISTANCES.includes(tag - TAGS[type]) || GENERAL_TAGS.has(tag);
}

/**
 * A push of another device, or under a key that is not of this association; or one of this meter that comes again,
 * or with less protection than is agreed on for answers. Nothing of it is believed here.
 */
function isOfAnother(error: unknown, [tag = 0]: Uint8Array): boolean {
  if (!(error instanceof SecurityError)) return false;
  return OTHERS.has(error.reason) || (GENERAL_TAGS.has(tag) && PUSHES.has(error.reason));
}

/** Whether octets that cannot be read answer this request, as far as they can be read. */
function isFor(request: Apdu, octets: Uint8Array): boolean {
  const invokeId = invokeIdOf(request);
  return invokeId === undefined || ((octets[2] ?? 0) & INVOKE_ID) === invokeId;
}

function isInstead(apdu: Apdu): apdu is Instead {
  return (
    apdu.type === 'exception-response' ||
    apdu.type === 'confirmed-service-error' ||
    apdu.type === 'general-block-transfer'
  );
}

function invokeIdOf(apdu: Apdu): number | undefined {
  return 'invokeId' in apdu ? apdu.invokeId : undefined;
}

function isOfType<Type extends AnswerType>(
  apdu: { readonly type: string },
  type: Type,
): apdu is Answers[Type] {
  return apdu.type === type;
}
