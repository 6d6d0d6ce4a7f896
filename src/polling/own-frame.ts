import { parseFrame } from '../dlt645';
import type { StreamItem } from '../framing';
import type { Link, Meter } from '../link';

/**
 * Calls `heard` whenever a frame of the meter's own comes in on this link; gives what ends that. A heartbeat
 * is none: modems send it whether or not the meter behind them lives.
 */
export function onOwnFrame(meter: Meter, link: Link, heard: () => void): () => void {
  const received = (item: StreamItem): void => {
    if (isOwn(meter, item)) heard();
  };
  link.on('received', received);
  return () => link.off('received', received);
}

function isOwn({ protocol, address }: Meter, { kind, octets }: StreamItem): boolean {
  if (kind === 'heartbeat') return false;
  return kind === 'dlt645' ? parseFrame(octets).address === address : protocol === 'dlms';
}
