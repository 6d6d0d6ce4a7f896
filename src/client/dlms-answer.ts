import { type Apdu, decodeApdu, decodeWrapper, type Wpdu } from '../dlms';
import type { StreamItem } from '../framing';
import type { Recognise } from '../link';
import type { DlmsForm } from './dlms-form';

export type ApduOf<Type extends Apdu['type']> = Extract<Apdu, { readonly type: Type }>;

/** What a meter says in place of any answer. */
export type Exception = ApduOf<'exception-response'>;

/** First octet of a GET.response; its third holds the invoke id, in the low half. */
const GET_RESPONSE = 0xc4;
const INVOKE_ID = 0x0f;

/**
 * Recognises the answer to a request: of this type, in the form that was asked in, with the request's invoke
 * id where it has one; or an ExceptionResponse. An answer to us that cannot be decoded throws its FrameError,
 * because waiting would bring no other.
 */
export function answerTo<Type extends Apdu['type']>(
  request: Apdu,
  type: Type,
  form: DlmsForm,
): Recognise<ApduOf<Type> | Exception> {
  return (item) => {
    const payload = payloadIn(item, form);
    const apdu = payload && decodeAnswer(payload, request);
    if (apdu === undefined || isException(apdu)) return apdu;
    return isOfType(apdu, type) && invokeIdOf(apdu) === invokeIdOf(request) ? apdu : undefined;
  };
}

export function isException(apdu: Apdu): apdu is Exception {
  return apdu.type === 'exception-response';
}

/**
 * The APDU's octets, wrapped or bare; undefined where the frame belongs to a conversation in another form, as
 * a late AARE may.
 */
function payloadIn(item: StreamItem, form: DlmsForm): Uint8Array | undefined {
  if (item.kind === 'apdu') return item.octets;
  if (item.kind !== 'wrapper') return undefined;
  const wpdu = decodeWrapper(item.octets);
  return isBetween(wpdu, form) ? wpdu.payload : undefined;
}

/** Some meters send our wPorts back as they came instead of turning them round. */
function isBetween(wpdu: Wpdu, { source, destination }: DlmsForm): boolean {
  return (
    (wpdu.source === destination && wpdu.destination === source) ||
    (wpdu.source === source && wpdu.destination === destination)
  );
}

/** Undefined: it cannot be decoded, and nothing says that it is for us. */
function decodeAnswer(payload: Uint8Array, request: Apdu): Apdu | undefined {
  try {
    return decodeApdu(payload);
  } catch (error) {
    const answersGet = request.type === 'get-request' && payload[0] === GET_RESPONSE;
    if (answersGet && ((payload[2] ?? 0) & INVOKE_ID) === request.invokeId) throw error;
    return undefined;
  }
}

function invokeIdOf(apdu: Apdu): number | undefined {
  return 'invokeId' in apdu ? apdu.invokeId : undefined;
}

function isOfType<Type extends Apdu['type']>(apdu: Apdu, type: Type): apdu is ApduOf<Type> {
  return apdu.type === type;
}
