import { serviceApdu } from '../../dlms/compose';
import { type Exchange, Failure } from '../../link';
import type { Association } from './association';

const RELEASE_TIMEOUT = 3_000;
const RLRQ = {
  request: serviceApdu({ service: 'rlrq' }),
  content: { effect: 'read', what: 'release' },
} as const;

/** The release is ours to ask and the meter's to ignore: the EM114070's answer was never waited for. */
export async function release(exchange: Exchange, association: Association): Promise<void> {
  if (!association.isUsable) return;
  await unlessDisconnected(association.ask(exchange, RLRQ, 'rlre', RELEASE_TIMEOUT));
}

/** The same, and the end of what lies below. */
export async function disconnect(exchange: Exchange, association: Association): Promise<void> {
  await release(exchange, association);
  if (!association.isUsable) return;
  await unlessDisconnected(association.close(exchange, RELEASE_TIMEOUT));
}

async function unlessDisconnected(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Failure && error.code === 'meter-not-connected') throw error;
  }
}
