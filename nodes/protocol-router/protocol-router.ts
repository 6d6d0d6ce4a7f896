import type { Node, NodeAPI } from 'node-red';
import { FrameStream, type StreamItem } from '../../src/framing';
import { asBuffer, frameProperties, PROTOCOLS, type Protocol } from '../shared/frame-message';
import { guarded, type Message, onInput, type Send } from '../shared/guard';
import { octetsFrom } from '../shared/octets-input';
import { registerNode } from '../shared/register-node';
import { sourceOf } from '../shared/source';
import type { ProtocolRouterProps } from './protocol-router.props';

/** Streams of raw chunks that are kept apart; the one unused longest gives way. */
const MAX_STREAMS = 1_000;
const PARTIAL_FRAME_DEADLINE = 3_000;

export = (RED: NodeAPI): void => {
  registerNode<ProtocolRouterProps>(RED, 'protocol-router', (node) => {
    const streams = new ChunkStreams(node, RED);
    onInput(node, (message, send) => {
      if (isFrame(message)) routeFrame(message, send);
      else streams.push(message, send);
    });
    node.on('close', (done: () => void) => {
      streams.close();
      done();
    });
  });
};

/** The listener's frames say what they are; chunks of other sources do not. */
function isFrame(message: Message): message is Message & { protocol: Protocol } {
  return PROTOCOLS.includes(message.protocol as Protocol);
}

function routeFrame(message: Message & { protocol: Protocol }, send: Send): void {
  message.payload = asBuffer(octetsFrom(message.payload));
  route(message, message.protocol, send);
}

function route(message: Message, protocol: Protocol, send: Send): void {
  send(PROTOCOLS.map((output) => (output === protocol ? message : null)));
}

interface ChunkStream {
  readonly frames: FrameStream;
  /** The message that brought the last chunk, without the chunk. */
  readonly last: { message: Message; send: Send };
  deadline: NodeJS.Timeout | undefined;
}

/** Puts the chunks of serial ports, TCP sessions and topics together, each source by itself. */
class ChunkStreams {
  readonly #streams = new Map<string, ChunkStream>();
  readonly #node: Node;
  readonly #RED: NodeAPI;

  constructor(node: Node, RED: NodeAPI) {
    this.#node = node;
    this.#RED = RED;
  }

  push(message: Message, send: Send): void {
    const octets = octetsFrom(message.payload);
    const stream = this.#streamOf(sourceOf(message), message, send);
    this.#deliver(stream, stream.frames.push(octets));
    clearTimeout(stream.deadline);
    if (stream.frames.pending === 0) return;
    const expire = guarded(this.#node, () => this.#deliver(stream, stream.frames.expire()));
    stream.deadline = setTimeout(expire, PARTIAL_FRAME_DEADLINE);
  }

  close(): void {
    for (const { deadline } of this.#streams.values()) clearTimeout(deadline);
    this.#streams.clear();
  }

  #streamOf(source: string, message: Message, send: Send): ChunkStream {
    const frames = this.#streams.get(source)?.frames ?? new FrameStream();
    clearTimeout(this.#streams.get(source)?.deadline);
    this.#streams.delete(source);
    const { payload: _, ...rest } = message;
    const stream = { frames, last: { message: rest, send }, deadline: undefined };
    this.#streams.set(source, stream);
    const [oldest] = this.#streams.keys();
    if (this.#streams.size > MAX_STREAMS && oldest !== undefined) {
      clearTimeout(this.#streams.get(oldest)?.deadline);
      this.#streams.delete(oldest);
    }
    return stream;
  }

  #deliver({ last }: ChunkStream, items: readonly StreamItem[]): void {
    for (const item of items) {
      const properties = frameProperties(item);
      const message = Object.assign(this.#RED.util.cloneMessage(last.message), properties);
      route(message, properties.protocol, last.send);
    }
  }
}
