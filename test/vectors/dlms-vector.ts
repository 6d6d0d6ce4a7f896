import {
  type Apdu,
  type CaptureObject,
  captureObjectsOf,
  clockStatusOf,
  type Data,
  type DataBlock,
  type Decipher,
  dateOf,
  dateTimeOf,
  decodeApdu,
  decodeData,
  decodeWrapper,
  entriesByList,
  type GeneralBlockTransfer,
  isoDateTime,
  joinDataBlocks,
  joinTransferBlocks,
  objectListOf,
  plainRows,
  profileRows,
  scaled,
  scalerUnitOf,
  timeOf,
} from '../../src/dlms';
import { decodeHdlc } from '../../src/dlms/hdlc';
import {
  decipherWith,
  IncomingSecurity,
  type OpeningKeys,
  unwrapKey,
} from '../../src/dlms/security';
import { FrameStream, type StreamItem } from '../../src/framing';
import { parseHeartbeat } from '../../src/ivy';
import { FrameError, fromHex, toHex } from '../../src/octets';
import { differences } from './compare';

interface Step {
  readonly hex: string;
  readonly direction?: string;
  readonly lenient?: boolean;
  readonly expect?: unknown;
}

/** A vector of dlms.json: octets, and in `expect.type` what is asked of them. */
interface DlmsVector {
  readonly hex: string;
  readonly expect: { readonly type: string };
  readonly category?: string;
  readonly lenient?: boolean;
  readonly keys?: Readonly<Record<string, string>>;
  readonly apdus?: readonly string[];
  readonly segments?: readonly string[];
  readonly steps?: readonly Step[];
  readonly captureObjects?: readonly CaptureObject[];
  readonly capturePeriod?: number;
  readonly pushObjectList?: readonly CaptureObject[];
}

type Answer = (vector: DlmsVector) => unknown;

const ANSWERS: Readonly<Record<string, Answer>> = {
  data: ({ hex }) => ({ type: 'data', data: decodeData(fromHex(hex)) }),
  wpdu: wrapperFrame,
  'wpdu-stream': wrapperStream,
  heartbeat: ({ hex }) => ({ type: 'heartbeat', meterId: parseHeartbeat(fromHex(hex)).meterId }),
  stream: (vector) => ({ type: 'stream', events: streamItems(vector).map(streamEvent) }),
  hdlc: ({ hex }) => decodeHdlc(fromHex(hex)),
  'gbt-sequence': blockSequence,
  clock,
  'cosem-date': (vector) => ({ type: 'cosem-date', fields: dateOf(dataOf(vector)) }),
  'cosem-time': (vector) => ({ type: 'cosem-time', fields: timeOf(dataOf(vector)) }),
  scaled: scaledValue,
  profile,
  'capture-objects': (vector) => objects(vector, captureObjectsOf),
  'push-object-list': (vector) => objects(vector, captureObjectsOf),
  'object-list': (vector) => objects(vector, objectListOf),
  'wrapped-key': wrappedKey,
  'security-context': securityContext,
  session,
};

/** Which frame a vector without a question of its own holds, by category; else it is an APDU. */
const FRAMES: Readonly<Record<string, Answer>> = {
  wrapper: wrapperFrame,
  hdlc: ({ hex }) => decodeHdlc(fromHex(hex)),
};

/** What the library makes of a vector. @throws FrameError where it refuses the octets. */
export function decodeDlmsVector(vector: Readonly<Record<string, unknown>>): unknown {
  const given = vector as unknown as DlmsVector;
  const answer = ANSWERS[given.expect.type] ?? FRAMES[given.category ?? ''] ?? singleApdu;
  return answer(given);
}

function singleApdu(vector: DlmsVector): unknown {
  const apdu = apduOf(vector);
  if (apdu.type !== 'data-notification' || !vector.pushObjectList) return apdu;
  return { ...apdu, byObject: entriesByList(apdu.data, vector.pushObjectList) };
}

function apduOf(vector: DlmsVector, octets: Uint8Array = fromHex(vector.hex)): Apdu {
  const { lenient = false, keys } = vector;
  return decodeApdu(octets, { lenient, decipher: keys && decipherBy(keys) });
}

function decipherBy(keys: Readonly<Record<string, string>>): Decipher {
  return decipherWith(openingKeys(keys));
}

function openingKeys({ kek, ...keys }: Readonly<Record<string, string>>): OpeningKeys {
  const named = kek === undefined ? keys : { ...keys, masterKey: kek };
  return Object.fromEntries(Object.entries(named).map(([name, key]) => [name, fromHex(key)]));
}

/** The data of a GET.response, or of its blocks. */
function dataOf(vector: DlmsVector): Data {
  if (vector.apdus) return decodeData(joinDataBlocks(piecesOf(vector, isDataBlock)));
  const apdu = apduOf(vector);
  if (apdu.type === 'get-response' && 'data' in apdu) return apdu.data;
  throw new TypeError(`no data in a ${apdu.type}`);
}

function blockSequence(vector: DlmsVector): unknown {
  const blocks = piecesOf(vector, isTransferBlock);
  return { type: 'gbt-sequence', apdu: apduOf(vector, joinTransferBlocks(blocks)) };
}

function piecesOf<Piece extends Apdu>(
  vector: DlmsVector,
  isPiece: (apdu: Apdu) => apdu is Piece,
): Piece[] {
  return (vector.apdus ?? []).map((hex) => {
    const apdu = apduOf(vector, fromHex(hex));
    if (isPiece(apdu)) return apdu;
    throw new TypeError(`no block in a ${apdu.type}`);
  });
}

function isDataBlock(apdu: Apdu): apdu is Apdu & DataBlock {
  return apdu.type === 'get-response' && 'rawData' in apdu;
}

function isTransferBlock(apdu: Apdu): apdu is Apdu & GeneralBlockTransfer {
  return apdu.type === 'general-block-transfer';
}

function wrapperFrame({ hex }: DlmsVector): unknown {
  const frame = decodeWrapper(fromHex(hex));
  return { type: 'wpdu', ...frame, payload: toHex(frame.payload) };
}

function streamItems({ hex, segments = [hex] }: DlmsVector): StreamItem[] {
  const stream = new FrameStream();
  return segments.flatMap((segment) => stream.push(fromHex(segment)));
}

function wrapperStream(vector: DlmsVector): unknown {
  const frames = streamItems(vector).map(({ octets }) => decodeWrapper(octets));
  return { type: 'wpdu-stream', payloads: frames.map(({ payload }) => toHex(payload)) };
}

function streamEvent({ kind, octets }: StreamItem): unknown {
  if (kind === 'heartbeat') return { type: kind, meterId: parseHeartbeat(octets).meterId };
  if (kind === 'wrapper') return { type: 'wpdu', payload: toHex(decodeWrapper(octets).payload) };
  return { type: kind, hex: toHex(octets) };
}

function clock(vector: DlmsVector): unknown {
  const fields = dateTimeOf(dataOf(vector));
  if (!fields) return { type: 'clock' };
  return { type: 'clock', fields, status: clockStatusOf(fields), iso: isoDateTime(fields) };
}

/** A GET.response with a register's value and its scaler_unit. */
function scaledValue(vector: DlmsVector): unknown {
  const apdu = apduOf(vector);
  if (apdu.type !== 'get-response' || apdu.kind !== 'with-list') return apdu;
  const [value, scaling] = apdu.results.map((result) =>
    'data' in result ? result.data : undefined,
  );
  const scalerUnit = scaling && scalerUnitOf(scaling);
  return { type: 'scaled', ...(value && scalerUnit ? scaled(value, scalerUnit) : {}) };
}

function profile(vector: DlmsVector): unknown {
  const { captureObjects = [], capturePeriod = 0 } = vector;
  const columns = { captureObjects, capturePeriod };
  return { type: 'profile', rows: plainRows(profileRows(dataOf(vector), columns) ?? [], columns) };
}

function objects(vector: DlmsVector, read: (data: Data) => unknown): unknown {
  return { type: vector.expect.type, objects: read(dataOf(vector)) };
}

function wrappedKey({ hex, keys = {} }: DlmsVector): unknown {
  const key = unwrapKey(fromHex(keys['kek'] ?? ''), fromHex(hex));
  return { type: 'wrapped-key', key: toHex(key) };
}

/** Which of a device's answers a context takes whose policy is authenticated and encrypted. */
function securityContext({ keys = {}, steps = [] }: DlmsVector): unknown {
  const { systemTitle, ...own } = openingKeys(keys);
  const policy = { authenticated: true, encrypted: true };
  const context = new IncomingSecurity({ keys: own, policy, systemTitle });
  const accepts = steps.map(({ hex }) => accepted(() => context.decode(fromHex(hex))));
  return { type: 'security-context', accepts };
}

function accepted(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch (error) {
    if (error instanceof FrameError) return false;
    throw error;
  }
}

/** How many frames of a conversation decode as they should, each side with its own system title. */
function session({ keys = {}, steps = [] }: DlmsVector): unknown {
  const right = steps.filter((step) => {
    const fromClient = step.direction === 'client-to-server';
    const title = keys[fromClient ? 'clientSystemTitle' : 'serverSystemTitle'];
    const decipher = title && decipherBy({ ...keys, systemTitle: title });
    const { payload } = decodeWrapper(fromHex(step.hex));
    const apdu = decodeApdu(payload, {
      lenient: step.lenient === true,
      ...(decipher ? { decipher } : {}),
    });
    return differences(step.expect, apdu).length === 0;
  });
  return { type: 'session', steps: right.length };
}
