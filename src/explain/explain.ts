import { decodeApdu } from '../dlms';
import { parseHdlcFrames } from '../dlms/hdlc';
import { FrameStream, type StreamItem } from '../framing';
import { FrameError } from '../octets';
import { type ApduContext, contextWith, explainApdu } from './dlms/explain-apdu';
import { HdlcExplainer } from './dlms/explain-hdlc';
import { explainWrapper } from './dlms/explain-wrapper';
import { explainDlt645 } from './dlt645/explain-dlt645';
import type { Explanation, FrameKind } from './explanation';
import { explainHeartbeat } from './heartbeat';
import type { Keyring } from './keyring';

export const PROTOCOL_CHOICES = ['auto', 'dlt645', 'dlms', 'wrapper', 'hdlc'] as const;
export type ProtocolChoice = (typeof PROTOCOL_CHOICES)[number];

export interface ExplainOptions {
  /** What the octets are; `auto`, the default, finds frames of every kind among other octets. */
  readonly protocol?: ProtocolChoice;
  readonly keyring?: Keyring;
}

/** A frame, and where among the octets it begins. */
export interface FoundFrame {
  readonly offset: number;
  readonly explanation: Explanation;
}

export interface Explained {
  readonly frames: readonly FoundFrame[];
  /** What belongs to no frame, put together. */
  readonly discarded: Uint8Array;
}

/** What is found among octets; data only come out of other frames. */
type FoundKind = Exclude<FrameKind, 'data'>;

type Explain = (octets: Uint8Array) => Explanation;

/**
 * Explains the frames in `octets`.
 * @throws FrameError where there is none, and why.
 */
export function explain(octets: Uint8Array, options: ExplainOptions = {}): Explained {
  const { protocol = 'auto', keyring = [] } = options;
  const explainers = explainersWith(contextWith(keyring));
  if (protocol === 'auto') return explainItems(octets, itemsIn(octets), explainers);
  const kind = protocol === 'dlms' ? kindOfDlms(octets) : protocol;
  if (kind === 'hdlc') return explainHdlc(octets, explainers);
  return whole(explainers[kind](octets));
}

type Explainers = Readonly<Record<FoundKind, Explain>>;

function explainersWith(context: ApduContext): Explainers {
  const hdlc = new HdlcExplainer(context);
  return {
    heartbeat: explainHeartbeat,
    dlt645: explainDlt645,
    wrapper: (octets) => explainWrapper(octets, context),
    apdu: (octets) => explainApdu(octets, context),
    hdlc: (octets) => hdlc.explain(octets),
  };
}

/** No APDU begins as a wrapper or an HDLC frame does. */
function kindOfDlms([first]: Uint8Array): 'wrapper' | 'hdlc' | 'apdu' {
  if (first === 0x00) return 'wrapper';
  return first === 0x7e ? 'hdlc' : 'apdu';
}

/** All the octets are HDLC frames, with a flag or more between them. */
function explainHdlc(octets: Uint8Array, explainers: Explainers): Explained {
  parseHdlcFrames(octets);
  return explainItems(octets, streamItems(octets), explainers);
}

function whole(explanation: Explanation): Explained {
  return { frames: [{ offset: 0, explanation }], discarded: new Uint8Array() };
}

function itemsIn(octets: Uint8Array): readonly StreamItem[] {
  const items = streamItems(octets);
  if (items.every(isFrame)) return items;
  // A stream does not look for every APDU: some are too like anything else. Alone, they can be told.
  return isApdu(octets) ? [{ kind: 'apdu', octets }] : items;
}

function streamItems(octets: Uint8Array): readonly StreamItem[] {
  const stream = new FrameStream();
  return [...stream.push(octets), ...stream.expire()];
}

function isFrame({ kind }: StreamItem): boolean {
  return kind !== 'unknown';
}

function isApdu(octets: Uint8Array): boolean {
  try {
    decodeApdu(octets, { lenient: true });
    return true;
  } catch (error) {
    if (error instanceof FrameError) return false;
    throw error;
  }
}

function explainItems(
  octets: Uint8Array,
  items: readonly StreamItem[],
  explainers: Explainers,
): Explained {
  const frames: FoundFrame[] = [];
  const discarded: Uint8Array[] = [];
  let end = 0;
  for (const item of items) {
    const offset = offsetOf(item, octets, end);
    end = offset + item.octets.length;
    if (item.kind === 'unknown') discarded.push(item.octets);
    else frames.push({ offset, explanation: explainers[item.kind](item.octets) });
  }
  if (frames.length === 0) refuse(octets, explainers);
  return { frames, discarded: new Uint8Array(Buffer.concat(discarded)) };
}

/** One flag may close an HDLC frame and open the next, and a stream drops lead octets beyond a few. */
function offsetOf({ kind, octets: found }: StreamItem, octets: Uint8Array, end: number): number {
  const from = kind === 'hdlc' ? Math.max(0, end - 1) : end;
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).indexOf(found, from);
}

/** Says what is wrong with octets that hold no frame, by what they begin like. */
function refuse(octets: Uint8Array, explainers: Explainers): never {
  const [first] = octets;
  const kind = first === 0x68 || first === 0xfe ? 'dlt645' : kindOfDlms(octets);
  const { fault } = explainers[kind](octets);
  throw fault ?? new FrameError('tag', 'no frame is found', octets);
}
