import { isDeepStrictEqual } from 'node:util';
import type { DlmsClient, RequestOptions } from './dlms-client';
import { forgetLearned, isFresh, learn } from './learned';

const DEVICE_NAME = { classId: 1, obis: '0-0:42.0.0.255', attribute: 2 };
const NAME = 'device-name';

/** Once a day, asks for the logical device name; where it is another one, all that was learned is forgotten. */
export async function forgetIfRenamed(
  client: DlmsClient,
  memory: Map<string, unknown>,
  options: RequestOptions,
): Promise<void> {
  if (isFresh(memory, NAME)) return;
  const answer = await client.get(DEVICE_NAME, options);
  const name = 'data' in answer ? answer.data.value : null;
  const known = memory.get(NAME);
  if (name !== null && known !== undefined && !isDeepStrictEqual(name, known)) {
    forgetLearned(memory);
  }
  learn(memory, NAME, name ?? known);
}
