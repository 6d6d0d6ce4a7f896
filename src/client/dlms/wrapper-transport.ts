import { decodeWrapper, encodeWrapper, type Wpdu } from '../../dlms';
import type { StreamItem } from '../../framing';
import type { Exchange } from '../../link';
import type { Outgoing, TakeAnswer, Transport } from './transport';

/** APDUs behind the wrapper's header (IEC 62056-4-7). Answers may come bare, as an EM114070 sends them at times. */
export class WrapperTransport implements Transport {
  readonly isBroken = false;
  readonly #client: number;
  readonly #server: number;

  constructor(client: number, server: number) {
    this.#client = client;
    this.#server = server;
  }

  async open(): Promise<void> {}

  ask<Answer>(
    exchange: Exchange,
    { apdu, content }: Outgoing,
    take: TakeAnswer<Answer>,
    timeout: number,
  ): Promise<Answer> {
    const frame = encodeWrapper({
      source: this.#client,
      destination: this.#server,
      payload: apdu,
    });
    const recognise = (item: StreamItem) => {
      const payload = this.#payloadIn(item);
      return payload && take(payload, item);
    };
    return exchange(frame, recognise, timeout, content);
  }

  async close(): Promise<void> {}

  /** Undefined where the frame belongs to a conversation between others, as a late AARE may. */
  #payloadIn(item: StreamItem): Uint8Array | undefined {
    if (item.kind === 'apdu') return item.octets;
    if (item.kind !== 'wrapper') return undefined;
    const wpdu = decodeWrapper(item.octets);
    return this.#isOurs(wpdu) ? wpdu.payload : undefined;
  }

  /** Some meters send our wPorts back as they came instead of turning them round. */
  #isOurs({ source, destination }: Wpdu): boolean {
    const [client, server] = [this.#client, this.#server];
    return (
      (source === server && destination === client) || (source === client && destination === server)
    );
  }
}
