import { FrameStream, type FrameStreamOptions, type StreamItem } from '../../../src/framing';
import { toHex } from '../../../src/octets';

/** What comes out of a stream that gets these chunks and then nothing more: "kind hex", in order. */
export function itemsOf(chunks: Iterable<Uint8Array>, options?: FrameStreamOptions): string[] {
  const stream = new FrameStream(options);
  const items = [...chunks].flatMap((chunk) => stream.push(chunk));
  return [...items, ...stream.expire()].map(described);
}

export function described(item: StreamItem): string {
  return `${item.kind} ${toHex(item.octets)}`;
}

export function octetByOctet(octets: Uint8Array): Uint8Array[] {
  return Array.from(octets, (octet) => Uint8Array.of(octet));
}

/** The octets cut in two, at every place. */
export function* cutInTwo(octets: Uint8Array): Generator<Uint8Array[]> {
  for (let at = 1; at < octets.length; at++) yield [octets.subarray(0, at), octets.subarray(at)];
}
