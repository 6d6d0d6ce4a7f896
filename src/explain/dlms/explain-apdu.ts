import { type Apdu, type CipheredEnvelope, decodeApdu, envelopeOf } from '../../dlms';
import { isCiphered } from '../../dlms/apdu/ciphered';
import { AxdrReader } from '../../dlms/axdr';
import { FrameError, fromHex } from '../../octets';
import type { Explanation } from '../explanation';
import { type Keyring, open } from '../keyring';
import { type Walk, walkOver, walkThrough } from '../walk';
import { APDU } from './apdu';
import { summaryOf } from './summary';

/** What opens ciphered APDUs, and how many were opened to come here. */
export interface Opening {
  readonly keyring: Keyring;
  readonly depth: number;
}

/** What an APDU says beside its fields. */
export type ApduContent = Omit<Explanation, 'kind' | 'fields'>;

/** Ciphered or signed within ciphered: no more than an end-to-end protection inside a hop's. */
const MAX_OPENINGS = 3;

/** A bare APDU explained. */
export function explainApdu(octets: Uint8Array, opening: Opening): Explanation {
  const walk = walkOver(octets);
  return { kind: 'apdu', fields: walk.fields, ...explainApduIn(walk, opening) };
}

/** Walks through the APDU that is all the octets left, as strictly as it can be read. */
export function explainApduIn(walk: Walk, opening: Opening): ApduContent {
  const { octets, position, end } = walk.reader;
  const decoded = decodedOrFault(octets.subarray(position, end));
  if (decoded instanceof FrameError) {
    walkThrough(walk, APDU);
    const { code, message, offset } = decoded;
    const fault = new FrameError(code, message, octets, position + offset);
    return { summary: `no APDU: ${message}`, notes: [], inside: [], fault };
  }
  const { warnings } = decoded;
  const leniency = warnings && { warnings: [] };
  walkThrough(walk.with(new AxdrReader(octets, leniency, position, end)), APDU);
  const opened = openAll(decoded, opening);
  return {
    summary: [summaryOf(decoded), ...opened.inside.map(({ summary }) => summary)].join('; '),
    decoded,
    ...opened,
    notes: [...(warnings ?? []), ...opened.notes],
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

/** The APDUs inside of this one that do not show in its own octets, or may be too deep in it. */
function openAll(apdu: Apdu, opening: Opening): Insides {
  if (opening.depth >= MAX_OPENINGS) return { inside: [], notes: [] };
  const deeper = { ...opening, depth: opening.depth + 1 };
  if (apdu.type === 'general-signing') {
    return { inside: [explainApdu(fromHex(apdu.content), deeper)], notes: [] };
  }
  const envelope = envelopeIn(apdu);
  return envelope ? openOne(envelope, deeper) : { inside: [], notes: [] };
}

function openOne(envelope: CipheredEnvelope, opening: Opening): Insides {
  try {
    const { plain, note } = open(envelope, opening.keyring);
    const notes = note === undefined ? [] : [note];
    return { inside: plain ? [explainApdu(plain, opening)] : [], notes };
  } catch (fault) {
    if (!(fault instanceof FrameError)) throw fault;
    return { inside: [], notes: [`not deciphered: ${fault.message}`], fault };
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
