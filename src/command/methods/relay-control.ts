import { z } from 'zod';
import { Failure, type Meter } from '../../link';
import type { Method } from '../method';
import { DISCONNECT_CONTROL, disconnectContent } from '../relay/dlms-relay';
import { relayContent } from '../relay/dlt645-relay';
import { expectLowLoad } from '../relay/load-current';
import { relayOf } from '../relay/relay-of';
import type { RelayOrder } from '../relay/relay-state';
import { switchRelay } from '../relay/switch-relay';
import { checked } from '../request';
import { obis } from './schemas';

const STATES: readonly RelayOrder[] = ['open', 'close', 'permit'];
const INVALID = 'Invalid relay state (must be "open" or "close" or "permit")';

export const relayControl: Method = (input) => {
  const schema = z.strictObject({ state: z.string().optional(), obis: obis.optional() });
  const { state, obis: name } = checked(schema, input);
  const order = STATES.find((one) => one === state);
  if (!order) throw new Failure('invalid-request', INVALID);
  const restores = order !== 'open';
  return {
    effect: 'act',
    restores,
    contents: ({ protocol, address }: Meter) => [
      protocol === 'dlms'
        ? disconnectContent(name ?? DISCONNECT_CONTROL, order)
        : relayContent(address, order),
    ],
    run: async (running) => {
      const relay = relayOf(running, name);
      const limit = running.host.commandOptions.maxCloseCurrent;
      const isLimited = restores && limit > 0;
      const guarded = isLimited
        ? {
            ...relay,
            order: async (wanted: RelayOrder) => {
              await expectLowLoad(running, limit);
              await relay.order(wanted);
            },
          }
        : relay;
      return switchRelay(guarded, order, running.host.lookEvery);
    },
  };
};
