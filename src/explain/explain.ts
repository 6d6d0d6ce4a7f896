import { FrameError } from '../octets';
import { type ApduContext, contextWith, explainApdu } from './dlms/explain-apdu';
import { HdlcExplainer } from './dlms/explain-hdlc';
import { explainWrapper } from './dlms/explain-wrapper';
import { explainDlt645 } from './dlt645/explain-dlt645';
import type { Explanation } from './explanation';
import { explainHeartbeat } from './heartbeat';
import type { Keyring } from './keyring';
import {
  type FoundKind,
  type LocatedFrame,
  locateFrames,
  locateFramesOf,
  octetsBeside,
} from './locate-frames';
import { movedFault } from './moved-fault';
import { NOT_EXPLAINED } from './walk';

export const PROTOCOL_CHOICES = ['auto', 'dlt645', 'dlms', 'wrapper', 'hdlc'] as const;
export type ProtocolChoice = (typeof PROTOCOL_CHOICES)[number];

export interface ExplainOptions {
  /** Which kind of frame is looked for among the octets; `auto`, the default, finds every kind. */
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

/**
 * Explains the frames in `octets`.
 * @throws FrameError where there is none, and why.
 */
export function explain(octets: Uint8Array, options: ExplainOptions = {}): Explained {
  const { protocol = 'auto', keyring = [] } = options;
  const explainers = explainersWith(contextWith(keyring));
  if (protocol === 'auto') return explainAny(octets, explainers);
  return explainKind(octets, protocol === 'dlms' ? kindOfDlms(octets) : protocol, explainers);
}

/** How each kind of frame is explained. @throws FrameError where it is none. */
type Explainers = Readonly<Record<FoundKind, (octets: Uint8Array) => Explanation>>;

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

function explainAny(octets: Uint8Array, explainers: Explainers): Explained {
  const frames = locateFrames(octets);
  return frames.length > 0
    ? explainLocated(frames, octets, explainers)
    : explainFaulty(octets, explainers);
}

/** The octets as one frame of this kind, or else the frames of this kind among them. */
function explainKind(octets: Uint8Array, kind: FoundKind, explainers: Explainers): Explained {
  try {
    return whole(explainers[kind](octets));
  } catch (fault) {
    if (!(fault instanceof FrameError)) throw fault;
    const frames = locateFramesOf(kind, octets);
    if (frames.length === 0) throw fault;
    return explainLocated(frames, octets, explainers);
  }
}

/**
 * Octets that hold no frame, explained by what they look like up to where the fault is.
 * @throws FrameError where not even the first of them has a meaning.
 */
function explainFaulty(octets: Uint8Array, explainers: Explainers): Explained {
  const start = startOfDlt645(octets);
  if (start >= 0) return explainDamaged(start, octets, explainers);
  const explanation = explainers[kindOfDlms(octets)](octets);
  const [field] = explanation.fields;
  if (explanation.fault && (field === undefined || field.name === NOT_EXPLAINED)) {
    throw explanation.fault;
  }
  return whole(explanation);
}

/** No protocol but DL/T 645 has 68H twice at this distance; -1 where it is nowhere. */
function startOfDlt645(octets: Uint8Array): number {
  return octets.findIndex((octet, at) => octet === 0x68 && octets[at + 7] === 0x68);
}

/** A stream did not take what begins at `start` for a frame: says why, counted in all the octets. */
function explainDamaged(start: number, octets: Uint8Array, explainers: Explainers): Explained {
  try {
    const explanation = explainers.dlt645(octets.subarray(start));
    return { frames: [{ offset: start, explanation }], discarded: octets.subarray(0, start) };
  } catch (fault) {
    throw fault instanceof FrameError ? movedFault(fault, octets, start) : fault;
  }
}

/** No APDU begins as a wrapper or an HDLC frame does. */
function kindOfDlms([first]: Uint8Array): 'wrapper' | 'hdlc' | 'apdu' {
  if (first === 0x00) return 'wrapper';
  return first === 0x7e ? 'hdlc' : 'apdu';
}

function explainLocated(
  frames: readonly LocatedFrame[],
  octets: Uint8Array,
  explainers: Explainers,
): Explained {
  return {
    frames: frames.map((frame) => ({
      offset: frame.offset,
      explanation: explainers[frame.kind](frame.octets),
    })),
    discarded: octetsBeside(frames, octets),
  };
}

function whole(explanation: Explanation): Explained {
  return { frames: [{ offset: 0, explanation }], discarded: new Uint8Array() };
}
