import type { StreamItem } from '../../framing';
import type { Exchange } from '../../link';
import type { Outgoing, TakeAnswer, Transport } from './transport';

/** APDUs with nothing around them. */
export class BareTransport implements Transport {
  readonly isBroken = false;

  async open(): Promise<void> {}

  ask<Answer>(
    exchange: Exchange,
    { apdu, content }: Outgoing,
    take: TakeAnswer<Answer>,
    timeout: number,
  ): Promise<Answer> {
    const recognise = (item: StreamItem) =>
      item.kind === 'apdu' ? take(item.octets, item) : undefined;
    return exchange(apdu, recognise, timeout, content);
  }

  async close(): Promise<void> {}
}
