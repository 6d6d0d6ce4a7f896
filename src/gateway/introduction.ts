import { parseFrame, tellStandard } from '../dlt645';
import type { StreamItem } from '../framing';
import { parseHeartbeat } from '../ivy';
import type { Found } from './ask-who-is-there';
import { isOwnAddress } from './own-address';

/**
 * Who a frame says that it is from; undefined where it does not tell, or not for certain: a refusal comes from
 * whoever it names only where that meter `isKnown`, because some slaves refuse what another meter was asked.
 */
export function introductionIn(
  item: StreamItem,
  isKnown: (address: string) => boolean,
): Found | undefined {
  if (item.kind === 'heartbeat') return { id: parseHeartbeat(item.octets).meterId };
  if (item.kind !== 'dlt645') return undefined;
  const frame = parseFrame(item.octets);
  if (!frame.response || !isOwnAddress(frame.address)) return undefined;
  if (frame.error && !isKnown(frame.address)) return undefined;
  // With a refusal a meter may also answer a function of the other edition, which it does not know.
  const standard = frame.error ? undefined : tellStandard(frame);
  return { id: frame.address, protocol: 'dlt645', standard };
}
