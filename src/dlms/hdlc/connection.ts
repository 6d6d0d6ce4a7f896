import { FrameError, OctetWriter } from '../../octets';
import { type HdlcAddress, sameAddress } from './address';
import type { HdlcControl } from './control';
import { encodeHdlcFrame, type HdlcFrame } from './frame';
import {
  agreeParameters,
  DEFAULT_PARAMETERS,
  decodeParameters,
  encodeParameters,
  type HdlcParameters,
} from './parameters';
import { LLC_COMMAND, SegmentJoiner } from './segments';

/** What a received frame means to the client, and what it has to do next. */
export type HdlcEvent =
  | { readonly type: 'connected'; readonly parameters: HdlcParameters }
  /** `released` answers our DISC; the server `refused` the connection, lost it, or `rejected` a frame. */
  | { readonly type: 'disconnected'; readonly reason: 'released' | 'refused' | 'rejected' }
  /** Write these octets: the next segment, or the word that ours may follow. */
  | { readonly type: 'send'; readonly octets: Uint8Array }
  | { readonly type: 'message'; readonly apdu: Uint8Array }
  /** An APDU nobody asked for, in UI frames. */
  | { readonly type: 'notification'; readonly apdu: Uint8Array }
  /** The server cannot receive now: `poll` later. */
  | { readonly type: 'busy' }
  /** A part of something longer, an echo, or a frame of another conversation. */
  | { readonly type: 'ignored' };

type State = 'disconnected' | 'connecting' | 'connected' | 'disconnecting';

const IGNORED: HdlcEvent = { type: 'ignored' };
const EMPTY: Uint8Array = new Uint8Array();

/**
 * The client's side of a data link connection in normal response mode (IEC 62056-46, 6.4.4): a pure state
 * machine, given frames and giving octets. Whoever owns it has the clock, and calls `repeat` when an answer
 * stays out. It sends one frame at a time, which every window allows.
 */
export class HdlcConnection {
  readonly #client: HdlcAddress;
  readonly #server: HdlcAddress;
  readonly #proposal: HdlcParameters;
  #state: State = 'disconnected';
  #parameters: HdlcParameters = DEFAULT_PARAMETERS;
  /** V(S): the number of the next I frame that we send. */
  #sendNumber = 0;
  /** V(R): the number of the next I frame that we expect. */
  #receiveNumber = 0;
  /** Segments of our message that are not acknowledged; the first one is on its way. */
  #outgoing: Uint8Array[] = [];
  #lastSent: Uint8Array = EMPTY;
  readonly #answers = new SegmentJoiner();
  readonly #notifications = new SegmentJoiner();

  constructor(
    client: HdlcAddress,
    server: HdlcAddress,
    proposal: HdlcParameters = DEFAULT_PARAMETERS,
  ) {
    this.#client = client;
    this.#server = server;
    this.#proposal = proposal;
  }

  get state(): State {
    return this.#state;
  }

  /** What was agreed with the server, as we see it. */
  get parameters(): HdlcParameters {
    return this.#parameters;
  }

  /** The SNRM that opens the connection; numbering starts anew. */
  connect(): Uint8Array {
    this.reset('connecting');
    return this.command({ kind: 'SNRM', pollFinal: true }, encodeParameters(this.#proposal));
  }

  /** The DISC that closes it. */
  disconnect(): Uint8Array {
    this.reset('disconnecting');
    return this.command({ kind: 'DISC', pollFinal: true });
  }

  /**
   * The first frame of an APDU; `receive` gives the others as the server acknowledges.
   * @throws Error while not connected, or while another APDU is on its way.
   */
  send(apdu: Uint8Array): Uint8Array {
    if (this.#state !== 'connected') throw new Error('the HDLC connection is not open');
    if (this.#outgoing.length > 0) throw new Error('the last APDU is not acknowledged');
    this.#answers.clear();
    this.#outgoing = segmentsOf(apdu, this.#parameters.maxInformationTransmit);
    return this.nextSegment();
  }

  /** The last frame again, when its answer stayed out. The server knows it by its number. */
  repeat(): Uint8Array {
    return this.#lastSent;
  }

  /** Asks a busy or silent server to go on: RR with the poll bit. */
  poll(): Uint8Array {
    return this.command({ kind: 'RR', receive: this.#receiveNumber, pollFinal: true });
  }

  /**
   * What a frame of the server means.
   * @throws FrameError for parameters that cannot be read, or segments beyond any PDU.
   */
  receive(frame: HdlcFrame): HdlcEvent {
    const { control } = frame;
    if (control.kind === 'UI') return this.receiveNotification(frame);
    if (!sameAddress(frame.destination, this.#client) || !sameAddress(frame.source, this.#server)) {
      return IGNORED;
    }
    switch (control.kind) {
      case 'UA':
        return this.receiveAcknowledgement(frame);
      case 'DM':
        return this.lost(this.#state === 'disconnecting' ? 'released' : 'refused');
      case 'FRMR':
        return this.lost('rejected');
      default:
        return this.#state === 'connected' ? this.receiveNumbered(frame) : IGNORED;
    }
  }

  private receiveAcknowledgement(frame: HdlcFrame): HdlcEvent {
    if (this.#state === 'disconnecting') return this.lost('released');
    if (this.#state !== 'connecting') return IGNORED;
    this.#parameters = agreeParameters(this.#proposal, decodeParameters(frame.information));
    if (this.#parameters.maxInformationTransmit < 1) {
      throw new FrameError('range', 'the server takes no information at all', frame.information);
    }
    this.#state = 'connected';
    return { type: 'connected', parameters: this.#parameters };
  }

  private receiveNumbered(frame: HdlcFrame): HdlcEvent {
    const { control } = frame;
    switch (control.kind) {
      case 'I':
        this.acknowledge(control.receive);
        return this.receiveInformation(frame, control.send);
      case 'RR':
        this.acknowledge(control.receive);
        return this.#outgoing.length > 0 ? { type: 'send', octets: this.nextSegment() } : IGNORED;
      case 'RNR':
        this.acknowledge(control.receive);
        return { type: 'busy' };
      default:
        return IGNORED;
    }
  }

  private receiveInformation(frame: HdlcFrame, number: number): HdlcEvent {
    if (number === this.#receiveNumber) {
      this.#receiveNumber = next(number);
      const apdu = this.#answers.add(frame);
      if (apdu) return { type: 'message', apdu };
    }
    return frame.control.pollFinal ? this.askToGoOn() : IGNORED;
  }

  /** RR names the frame that we expect: it acknowledges all before, and asks for that one. */
  private askToGoOn(): HdlcEvent {
    return { type: 'send', octets: this.poll() };
  }

  private receiveNotification(frame: HdlcFrame): HdlcEvent {
    const apdu = this.#notifications.add(frame);
    return apdu ? { type: 'notification', apdu } : IGNORED;
  }

  /** N(R) acknowledges our segment where it names the one after; anything else asks for it again. */
  private acknowledge(receive: number): void {
    if (this.#outgoing.length === 0 || receive !== next(this.#sendNumber)) return;
    this.#outgoing.shift();
    this.#sendNumber = receive;
  }

  /** The first segment that is not acknowledged. */
  private nextSegment(): Uint8Array {
    const control: HdlcControl = {
      kind: 'I',
      send: this.#sendNumber,
      receive: this.#receiveNumber,
      pollFinal: true,
    };
    return this.command(control, this.#outgoing[0], this.#outgoing.length > 1);
  }

  private command(control: HdlcControl, information = EMPTY, segmented = false): Uint8Array {
    this.#lastSent = encodeHdlcFrame({
      destination: this.#server,
      source: this.#client,
      control,
      segmented,
      information,
    });
    return this.#lastSent;
  }

  private lost(reason: 'released' | 'refused' | 'rejected'): HdlcEvent {
    this.reset('disconnected');
    return { type: 'disconnected', reason };
  }

  private reset(state: State): void {
    this.#state = state;
    this.#sendNumber = 0;
    this.#receiveNumber = 0;
    this.#outgoing = [];
    this.#answers.clear();
  }
}

/** Sequence numbers count modulo 8. */
function next(number: number): number {
  return (number + 1) & 7;
}

function segmentsOf(apdu: Uint8Array, size: number): Uint8Array[] {
  const message = new OctetWriter().octets(LLC_COMMAND).octets(apdu).finish();
  const segments: Uint8Array[] = [];
  for (let at = 0; at < message.length; at += size) segments.push(message.subarray(at, at + size));
  return segments;
}
