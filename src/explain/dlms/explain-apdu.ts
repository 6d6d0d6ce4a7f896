import { type Apdu, type CipheredEnvelope, decodeApdu, envelopeOf } from '../../dlms';
import { isCiphered } from '../../dlms/apdu/ciphered';
import { AxdrReader } from '../../dlms/axdr';
import { FrameError, fromHex } from '../../octets';
import type { Explanation } from '../explanation';
import { type Keyring, open } from '../keyring';
import { movedFault } from '../moved-fault';
import { wholly } from '../parts';
import { type Walk, walkOver, walkThrough } from '../walk';
import { octetCount } from '../wording';
import { APDU } from './apdu';
import { BlockJoiner, type Joined } from './block-joiner';
import { DATA } from './data';
import { summaryOf } from './summary';

/** What is known beside the octets of one APDU. */
export interface ApduContext {
  readonly keyring: Keyring;
  /** The blocks of the frames before. */
  readonly blocks: BlockJoiner;
  /** How many APDUs were opened to come here. */
  readonly depth: number;
}

export function contextWith(keyring: Keyring): ApduContext {
  return { keyring, blocks: new BlockJoiner(), depth: 0 };
}

/** What an APDU says beside its fields. */
export type ApduContent = Omit<Explanation, 'kind' | 'fields'>;

/** Ciphered or signed within ciphered: no more than an end-to-end protection inside a hop's. */
const MAX_OPENINGS = 3;

/** A bare APDU explained. */
export function explainApdu(octets: Uint8Array, context: ApduContext): Explanation {
  const walk = walkOver(octets);
  return { kind: 'apdu', fields: walk.fields, ...explainApduIn(walk, context) };
}

/** Walks through the APDU that is all the octets left, as strictly as it can be read. */
export function explainApduIn(walk: Walk, context: ApduContext): ApduContent {
  const { octets, position, end } = walk.reader;
  const decoded = decodedOrFault(octets.subarray(position, end));
  if (decoded instanceof FrameError) {
    walkThrough(walk, APDU);
    const fault = movedFault(decoded, octets, position);
    return { summary: `no APDU: ${fault.message}`, ...NOTHING_INSIDE, fault };
  }
  const { warnings } = decoded;
  const leniency = warnings && { warnings: [] };
  walkThrough(walk.with(new AxdrReader(octets, leniency, position, end)), APDU);
  const { inside, notes, fault } = insidesOf(decoded, context);
  return {
    summary: [summaryOf(decoded), ...inside.map(({ summary }) => summary)].join('; '),
    decoded,
    inside,
    notes: [...(warnings ?? []), ...notes],
    ...(fault && { fault: movedFault(fault, octets, position) }),
  };
}

/** Lenient where need be: a person wants to see what there is, and is told what was overlooked. */
function decodedOrFault(octets: Uint8Array): Apdu | FrameError {
  try {
    return decodeApdu(octets, { lenient: true });
  } catch (error) {
    if (error instanceof FrameError) return error;
    throw error;
  }
}

type Insides = Pick<Explanation, 'inside' | 'notes' | 'fault'>;

const NOTHING_INSIDE: Insides = { inside: [], notes: [] };

/** What this APDU completes or contains that is not to be seen in its own octets. */
function insidesOf(apdu: Apdu, context: ApduContext): Insides {
  if (context.depth >= MAX_OPENINGS) return NOTHING_INSIDE;
  const deeper = { ...context, depth: context.depth + 1 };
  if (apdu.type === 'general-signing') {
    return { inside: [explainApdu(fromHex(apdu.content), deeper)], notes: [] };
  }
  const joined = context.blocks.add(apdu);
  if (joined) return { inside: [explainJoined(joined, deeper)], notes: [] };
  const envelope = envelopeIn(apdu);
  return envelope ? openEnvelope(envelope, deeper) : NOTHING_INSIDE;
}

function explainJoined({ what, octets }: Joined, context: ApduContext): Explanation {
  if (what === 'apdu') return explainApdu(octets, context);
  const walk = walkOver(octets);
  const fault = walkThrough(walk, wholly(DATA));
  const summary = `data of ${octetCount(octets)}`;
  return { kind: 'data', summary, fields: walk.fields, ...NOTHING_INSIDE, ...(fault && { fault }) };
}

function openEnvelope(envelope: CipheredEnvelope, context: ApduContext): Insides {
  try {
    const { plain, note } = open(envelope, context.keyring);
    const notes = note === undefined ? [] : [note];
    return { inside: plain ? [explainApdu(plain, context)] : [], notes };
  } catch (fault) {
    if (fault instanceof FrameError) return { ...NOTHING_INSIDE, fault };
    throw fault;
  }
}

/** The ciphered APDU that this one is, or that its user-information carries. */
function envelopeIn(apdu: Apdu): CipheredEnvelope | undefined {
  if (isCiphered(apdu)) return envelopeOf(apdu);
  if (!('ciphering' in apdu) || !apdu.ciphering) return undefined;
  const { service, ...ciphered } = apdu.ciphering;
  const envelope = envelopeOf({ type: service, ...ciphered });
  const title = senderOf(apdu);
  return title === undefined ? envelope : { ...envelope, systemTitle: fromHex(title) };
}

function senderOf(apdu: Apdu): string | undefined {
  if (apdu.type === 'aarq') return apdu.callingApTitle;
  return apdu.type === 'aare' ? apdu.respondingApTitle : undefined;
}
