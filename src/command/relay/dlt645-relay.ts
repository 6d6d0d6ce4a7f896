import { type Content, contentOfOctets } from '../../content';
import {
  type ControlAction,
  type Credentials,
  type DecodedFrame,
  encodeRequest,
  type MeterAddress,
} from '../../dlt645';
import { Failure } from '../../link';
import { readClock } from '../clock/dlt645-clock';
import { accepted, type Dlt645Meter } from '../dlt645-meter';
import type { OrderPermit } from '../policy';
import type { RelayOrder, RelayReading } from './relay-state';
import type { Relay } from './switch-relay';

/** N1 of function 1CH. */
const ACTIONS: Readonly<Record<RelayOrder, ControlAction>> = {
  open: 'trip',
  close: 'close',
  permit: 'closePermit',
};

/** Run-state word 3: bit 4 is the relay, bit 6 what it was last told, where the meter has that bit. */
const RUN_STATE_3 = '04000503';
const OPEN = 1 << 4;
const TOLD_TO_OPEN = 1 << 6;
const KNOWS_ORDERS = 'relay-order-bit';

/** ms that a meter has to act, by its own clock. */
const VALID_FOR = 5 * 60_000;

/** What the frame of such an order is, whatever time it carries. */
export function relayContent(address: MeterAddress, order: RelayOrder): Content {
  const validUntil = '2099-12-31T23:59:59';
  return contentOfOctets(encodeRequest({ ...control(order, validUntil, {}), address }));
}

/** The relay of a DL/T 645-2007 meter. `reach` gives the meter as it can be reached now. */
export function dlt645Relay(
  reach: () => Promise<Dlt645Meter>,
  credentials: () => Credentials,
  permit?: OrderPermit,
): Relay {
  return {
    async read() {
      const meter = expect2007(await reach());
      return stateIn(await meter.read(RUN_STATE_3, 'act'), meter.meter.memory);
    },
    async order(order) {
      const meter = expect2007(await reach());
      await meter.transact('act', permit, async (steps) => {
        const now = Date.parse(`${await readClock(steps)}Z`);
        const validUntil = new Date(now + VALID_FOR).toISOString().slice(0, 19);
        accepted(await steps.ask(control(order, validUntil, credentials())));
      });
    },
    wasSent: () => permit?.wasUsed ?? false,
  };
}

function expect2007(meter: Dlt645Meter): Dlt645Meter {
  if (meter.standard === '2007') return meter;
  throw new Failure('not-supported', 'meters of DL/T 645-1997 have no relay function');
}

function control(order: RelayOrder, validUntil: string, credentials: Credentials) {
  const password = credentials.password ?? '00000000';
  return {
    type: 'control',
    action: ACTIONS[order],
    n2: 0,
    validUntil,
    ...credentials,
    password,
  } as const;
}

/** An open relay that was last told to close waits for somebody at the meter. */
function stateIn({ value }: DecodedFrame, memory: Map<string, unknown>): RelayReading {
  if (typeof value !== 'number') return { state: 'unknown', details: {} };
  if (value & TOLD_TO_OPEN) memory.set(KNOWS_ORDERS, true);
  const details = { run_state_3: value };
  if (!(value & OPEN)) return { state: 'close', details };
  const isReady = memory.has(KNOWS_ORDERS) && !(value & TOLD_TO_OPEN);
  return { state: isReady ? 'ready' : 'open', details };
}
