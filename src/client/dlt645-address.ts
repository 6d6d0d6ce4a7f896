import { ANY_METER, decodeFrame, encodeRequest, functionCode, type MeterAddress } from '../dlt645';
import type { Exchange } from '../link';
import { answersIdentifier, answerTo } from './dlt645-answer';
import { unlessLost } from './lost-answer';

const METER_NUMBER_1997 = 'C032';
const FORWARD_ACTIVE_1997 = '9010';

/**
 * Asks who is on a link with one meter: function 13H to the wildcard address (clause 7.4).
 * Gives 12 digits.
 */
export function readAddress(exchange: Exchange, timeout: number): Promise<MeterAddress> {
  const recognise = answerTo(functionCode('2007', 'read-address'), () => true);
  return exchange(
    encodeRequest({ type: 'read-address', address: ANY_METER }),
    (item) => {
      const frame = recognise(item);
      return frame && decodeFrame(frame).meterAddress;
    },
    timeout,
  );
}

/**
 * The same of a 1997 meter, which has no such function: it is asked for its number through the wildcard
 * address, and where it does not answer that, for its energy. The answer comes from its own address; where
 * it echoes the wildcard, the number is taken for the address. Undefined where neither tells.
 */
export async function readAddress1997(
  exchange: Exchange,
  timeout: number,
): Promise<MeterAddress | undefined> {
  const standard = '1997';
  for (const di of [METER_NUMBER_1997, FORWARD_ACTIVE_1997]) {
    const request = encodeRequest({ type: 'read', address: ANY_METER, di, standard });
    const recognise = answerTo(functionCode(standard, 'read'), (frame) =>
      answersIdentifier(frame, di),
    );
    const frame = await unlessLost(exchange(request, recognise, timeout));
    if (!frame) continue;
    if (frame.address !== ANY_METER) return frame.address;
    const { value } = decodeFrame(frame, { standard });
    if (di === METER_NUMBER_1997 && typeof value === 'string') return value;
  }
  return undefined;
}
