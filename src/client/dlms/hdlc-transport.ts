import { setTimeout as sleep } from 'node:timers/promises';
import type { Content } from '../../content';
import {
  clientAddress,
  DEFAULT_PARAMETERS,
  type HdlcAddress,
  HdlcConnection,
  type HdlcEvent,
  type HdlcFrame,
  parseHdlcFrame,
  sameAddress,
  serverAddress,
} from '../../dlms/hdlc';
import type { StreamItem } from '../../framing';
import { type Exchange, Failure } from '../../link';
import { AssociationLost } from './association-lost';
import type { TransportProfile } from './association-profile';
import type { Outgoing, TakeAnswer, Transport } from './transport';

type HdlcProfile = Extract<TransportProfile, { readonly kind: 'hdlc' }>;

/** ms until a meter that cannot answer yet is asked to go on. */
const BUSY = 200;

/**
 * APDUs in an HDLC connection (IEC 62056-46). One frame is on its way at a time; after one whose answer stays
 * out the numbering is unsure, and the connection is broken.
 */
export class HdlcTransport implements Transport {
  readonly #client: HdlcAddress;
  readonly #server: HdlcAddress;
  readonly #connection: HdlcConnection;
  #isBroken = false;

  constructor(client: number, server: number, profile: HdlcProfile) {
    const { physicalDevice, addressSize, maxInformation } = profile;
    this.#client = clientAddress(client);
    this.#server = serverAddress(server, physicalDevice, addressSize);
    const { maxInformationTransmit: usual } = DEFAULT_PARAMETERS;
    this.#connection = new HdlcConnection(this.#client, this.#server, {
      ...DEFAULT_PARAMETERS,
      maxInformationTransmit: maxInformation ?? usual,
      maxInformationReceive: maxInformation ?? usual,
    });
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async open(exchange: Exchange, timeout: number): Promise<void> {
    const event = await this.#exchange(exchange, this.#connection.connect(), timeout);
    if (event.type === 'connected') return;
    throw new Failure('association-failed', 'the meter refuses the HDLC connection');
  }

  async ask<Answer>(
    exchange: Exchange,
    { apdu, content }: Outgoing,
    take: TakeAnswer<Answer>,
    timeout: number,
  ): Promise<Answer> {
    let octets = this.#connection.send(apdu);
    let deadline = performance.now() + timeout;
    for (;;) {
      const event = await this.#exchange(exchange, octets, timeout, content);
      if (event.type === 'message') {
        const answer = take(event.apdu, event);
        if (answer !== undefined) return answer;
      }
      if (event.type === 'disconnected') throw this.#lost(event.reason);
      if (event.type === 'send') {
        octets = event.octets;
        deadline = performance.now() + timeout;
        continue;
      }
      if (performance.now() > deadline) throw this.#silent();
      await sleep(BUSY, undefined, { ref: false });
      octets = this.#connection.poll();
    }
  }

  async close(exchange: Exchange, timeout: number): Promise<void> {
    if (this.#connection.state !== 'connected') return;
    await this.#exchange(exchange, this.#connection.disconnect(), timeout);
  }

  async #exchange(
    exchange: Exchange,
    octets: Uint8Array,
    timeout: number,
    content?: Content,
  ): Promise<HdlcEvent> {
    try {
      const frame = await exchange(octets, (item) => this.#answerIn(item), timeout, content);
      return this.#connection.receive(frame);
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
  }

  /** UI frames carry what nobody asked for. */
  #answerIn(item: StreamItem): HdlcFrame | undefined {
    if (item.kind !== 'hdlc') return undefined;
    const frame = parseHdlcFrame(item.octets);
    const isOurs =
      sameAddress(frame.destination, this.#client) && sameAddress(frame.source, this.#server);
    return isOurs && this.#isExpected(frame) ? frame : undefined;
  }

  #isExpected({ control: { kind } }: HdlcFrame): boolean {
    if (kind === 'UI') return false;
    const isReply = kind === 'UA' || kind === 'DM' || kind === 'FRMR';
    return this.#connection.state === 'connected' ? kind !== 'UA' : isReply;
  }

  #silent(): Failure {
    this.#isBroken = true;
    return new Failure('command-timeout', 'the meter has nothing to say, or is busy for too long');
  }

  #lost(reason: string): Failure {
    this.#isBroken = true;
    return new AssociationLost(`the meter ended the HDLC connection (${reason})`);
  }
}
