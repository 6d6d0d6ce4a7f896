import { decodeWrapper } from '../dlms';
import { CIPHERED_TYPES } from '../dlms/apdu/ciphered';
import { CODECS } from '../dlms/apdu/codecs';
import { parseHdlcFrame, sameAddress } from '../dlms/hdlc';
import { answersAddress, decodeFrame, parseFrame } from '../dlt645';
import { FrameStream, type StreamItem } from '../framing';
import { type Link, type Priority, type Recognise, refuseMoreThanReads } from '../link';
import { answersIdentifier } from './dlt645-answer';

type IsAnswer = (octets: Uint8Array) => boolean;

interface Timing {
  readonly priority: Priority;
  /** ms to wait for the answer. */
  readonly timeout: number;
}

/**
 * Sends octets that somebody else has composed, and gives the frame that answers them, or the octets.
 * @throws Failure `command-timeout`, `meter-not-connected` or `busy`; `write-disabled` or `relay-disabled`
 * for what is more than a read.
 */
export async function askOctets(
  link: Link,
  request: Uint8Array,
  { priority, timeout }: Timing,
): Promise<StreamItem> {
  refuseMoreThanReads(request);
  const recognise = answerToOctets(request);
  return await link.transact(priority, (exchange) => exchange(request, recognise, timeout));
}

/**
 * Recognises the answer to octets that somebody else has composed. DL/T 645 answers from the address, with
 * the function and, to a read, the identifier that was asked; DLMS with the type that belongs to the request
 * and its invoke id, between the same wPorts; HDLC from the station that was asked. To what is no frame, and
 * to a heartbeat, whatever comes next is the answer, but for heartbeats and an echo.
 */
export function answerToOctets(request: Uint8Array): Recognise<StreamItem> {
  const asked = frameIn(request);
  if (!asked) {
    const isEcho: IsAnswer = (octets) => Buffer.compare(octets, request) === 0;
    return (item) => (item.kind === 'heartbeat' || isEcho(item.octets) ? undefined : item);
  }
  const isAnswer = ruleFor(asked);
  return (item) => (item.kind === asked.kind && isAnswer(item.octets) ? item : undefined);
}

/** The frame that asks for something. */
function frameIn(request: Uint8Array): StreamItem | undefined {
  const stream = new FrameStream();
  const items = [...stream.push(request), ...stream.expire()];
  return items.find(({ kind }) => kind !== 'unknown' && kind !== 'heartbeat');
}

function ruleFor({ kind, octets }: StreamItem): IsAnswer {
  switch (kind) {
    case 'dlt645':
      return answersFrame(octets);
    case 'wrapper':
      return answersWrapper(octets);
    case 'hdlc':
      return answersHdlc(octets);
    default:
      return answersApdu(octets);
  }
}

/** Functions whose answer names the identifier again (clause 7.1 and 7.2; 1997: 6.1 and 6.2). */
const NAMING: ReadonlySet<number> = new Set([0x11, 0x12, 0x01, 0x02]);

function answersFrame(request: Uint8Array): IsAnswer {
  const asked = parseFrame(request);
  const { di } = decodeFrame(asked);
  const isNamed = di !== undefined && NAMING.has(asked.function);
  return (octets) => {
    const frame = parseFrame(octets);
    return (
      frame.response &&
      frame.function === asked.function &&
      answersAddress(asked.address, frame.address) &&
      (!isNamed || answersIdentifier(frame, di))
    );
  };
}

/** Some meters send our wPorts back as they came instead of turning them round. */
function answersWrapper(request: Uint8Array): IsAnswer {
  const asked = decodeWrapper(request);
  const ports = [asked.source, asked.destination].sort().join();
  const isAnswer = answersApdu(asked.payload);
  return (octets) => {
    const { source, destination, payload } = decodeWrapper(octets);
    return [source, destination].sort().join() === ports && isAnswer(payload);
  };
}

/** A station speaks only when it is asked, and answers once. */
function answersHdlc(request: Uint8Array): IsAnswer {
  const asked = parseHdlcFrame(request);
  return (octets) => {
    const frame = parseHdlcFrame(octets);
    return (
      sameAddress(frame.source, asked.destination) && sameAddress(frame.destination, asked.source)
    );
  };
}

/** Names of APDUs by their first octet. */
const TYPES: ReadonlyMap<number, string> = new Map([
  ...Object.entries(CODECS).map(([type, { tag }]) => [tag, type] as const),
  ...CIPHERED_TYPES,
]);
const REFUSALS: ReadonlySet<string> = new Set(['exception-response', 'confirmed-service-error']);
/** In these and their answers the third octet has the invoke id, in its low half. */
const INVOKING: ReadonlySet<string> = new Set(['get-request', 'set-request', 'action-request']);
const INVOKE_ID = 0x0f;

function answersApdu(request: Uint8Array): IsAnswer {
  const asked = typeOf(request);
  const wanted = asked.replace('request', 'response').replace(/^(aa|rl)rq$/, '$1re');
  return (octets) => {
    const type = typeOf(octets);
    if (REFUSALS.has(type)) return true;
    return type === wanted && (!INVOKING.has(asked) || invokeId(octets) === invokeId(request));
  };
}

function typeOf([tag = 0]: Uint8Array): string {
  return TYPES.get(tag) ?? '';
}

function invokeId(octets: Uint8Array): number {
  return (octets[2] ?? 0) & INVOKE_ID;
}
