import { FrameFinder, type FrameKind, mayBegin, type Protocol } from './frame-finder';
import { OctetQueue } from './octet-queue';

/** A whole frame, checked as far as its kind has checks, or octets that belong to none. */
export interface StreamItem {
  readonly kind: FrameKind | 'unknown';
  /** A copy. A DL/T 645 frame has its lead octets in front, an HDLC frame has both flags. */
  readonly octets: Uint8Array;
}

export interface FrameStreamOptions {
  /** What is looked for; everything by default. */
  readonly protocols?: readonly Protocol[];
  /** Octets of the longest frame; by default a wrapper header and the largest PDU. */
  readonly maxFrame?: number;
}

const PROTOCOLS: readonly Protocol[] = ['dlt645', 'dlms', 'heartbeat'];
const LARGEST_WRAPPER_FRAME = 8 + 0xffff;
const LEAD = 0xfe;
const MAX_LEADS = 8;
const MAX_UNKNOWN = 1024;
/** Large chunks are taken in pieces, so that the queue never holds more than a frame and a piece. */
const PIECE = 4096;

/**
 * Finds the frames in what a link receives: heartbeats, wrapper frames, bare APDUs, HDLC and DL/T 645 frames,
 * glued, split and mixed as they come. Each frame is judged by itself, and a start that proves false costs
 * one octet. However the same octets are split, the same items come out. There is no clock in here: while
 * `pending` is not 0 and nothing more arrives, the owner waits as long as it sees fit and calls `expire`.
 */
export class FrameStream {
  readonly #finder: FrameFinder;
  readonly #hasLeads: boolean;
  readonly #queue = new OctetQueue();
  /** With fewer octets in the queue, looking again would show nothing new. */
  #needed = 0;
  /** FEH octets before the queue, which are a frame's if DL/T 645 follows. */
  #leads = 0;
  /** Whether the queue begins with the flag of an HDLC frame already given, which may open the next one. */
  #sharedFlag = false;
  #unknown: number[] = [];

  constructor(options: FrameStreamOptions = {}) {
    const protocols = new Set(options.protocols ?? PROTOCOLS);
    this.#finder = new FrameFinder(protocols, options.maxFrame ?? LARGEST_WRAPPER_FRAME);
    this.#hasLeads = protocols.has('dlt645');
  }

  /** Octets that wait for more: a partial frame, and what is not known to be a frame. */
  get pending(): number {
    const own = this.#queue.length - (this.#sharedFlag ? 1 : 0);
    return this.#unknown.length + this.#leads + own;
  }

  /** Takes in what has arrived; gives every frame that is now complete, and what lay before it, in order. */
  push(chunk: Uint8Array): StreamItem[] {
    const items: StreamItem[] = [];
    for (let at = 0; at < chunk.length; at += PIECE) {
      this.#queue.append(chunk.subarray(at, at + PIECE));
      if (this.#queue.length >= this.#needed) this.scan(items);
    }
    return items;
  }

  /**
   * The line has been silent too long for a partial frame: gives it up one octet at a time, finds the frames
   * that it held back, and gives the rest as unknown. Nothing is pending afterwards.
   */
  expire(): StreamItem[] {
    const items: StreamItem[] = [];
    this.scan(items, true);
    this.giveUpLeads(items);
    this.giveUnknown(items);
    this.#finder.reset();
    return items;
  }

  /** Goes through the queue, up to a frame that is not whole unless nothing will follow. */
  private scan(items: StreamItem[], ended = false): void {
    const octets = this.#queue.octets;
    let at = 0;
    this.#needed = 0;
    while (at < octets.length && this.#needed === 0) {
      const octet = octets[at] as number;
      const found = mayBegin(octet) ? this.#finder.find(octets.subarray(at), ended) : undefined;
      if (found === undefined) at += this.passOctet(octet, items);
      else if (at + found.length > octets.length) this.#needed = found.length;
      else at += this.passFrame(found.kind, octets.subarray(at, at + found.length), items);
    }
    this.#queue.drop(at);
  }

  /** Gives the frame; returns how many octets it uses up. */
  private passFrame(kind: FrameKind, frame: Uint8Array, items: StreamItem[]): number {
    if (kind !== 'dlt645') this.giveUpLeads(items);
    this.giveUnknown(items);
    items.push({ kind, octets: withLeads(this.#leads, frame) });
    this.#leads = 0;
    this.#sharedFlag = kind === 'hdlc';
    const used = this.#sharedFlag ? frame.length - 1 : frame.length;
    this.#finder.pass(used);
    return used;
  }

  /** Puts an octet aside that begins no frame; returns how many octets it uses up. */
  private passOctet(octet: number, items: StreamItem[]): number {
    if (this.#sharedFlag) {
      this.#sharedFlag = false;
      this.#finder.pass(1);
    } else if (octet === LEAD && this.#hasLeads) {
      this.#leads = Math.min(this.#leads + 1, MAX_LEADS);
      this.#finder.pass(1);
    } else {
      this.giveUpLeads(items);
      this.addUnknown(octet, items);
      this.#finder.refuse();
    }
    return 1;
  }

  private giveUpLeads(items: StreamItem[]): void {
    for (; this.#leads > 0; this.#leads--) this.addUnknown(LEAD, items);
  }

  private addUnknown(octet: number, items: StreamItem[]): void {
    this.#unknown.push(octet);
    if (this.#unknown.length === MAX_UNKNOWN) this.giveUnknown(items);
  }

  private giveUnknown(items: StreamItem[]): void {
    if (this.#unknown.length === 0) return;
    items.push({ kind: 'unknown', octets: Uint8Array.from(this.#unknown) });
    this.#unknown = [];
  }
}

function withLeads(leads: number, frame: Uint8Array): Uint8Array {
  const octets = new Uint8Array(leads + frame.length).fill(LEAD, 0, leads);
  octets.set(frame, leads);
  return octets;
}
