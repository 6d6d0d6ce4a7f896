import { type Content, contentOfApdu } from '../../content';
import type { Data, MethodDescriptor, Obis } from '../../dlms';
import { Failure } from '../../link';
import type { DlmsMeter } from '../dlms-meter';
import type { OrderPermit } from '../policy';
import type { RelayOrder, RelayReading, RelayState } from './relay-state';
import type { Relay } from './switch-relay';

/** Disconnect control (IEC 62056-6-2, 4.5.8). */
const CLASS = 70;
export const DISCONNECT_CONTROL: Obis = '0-0:96.3.10.255';
const OUTPUT_STATE = 2;
const CONTROL_STATE = 3;
const CONTROL_MODE = 4;
const METHODS: Readonly<Record<RelayOrder, number>> = { open: 1, close: 2, permit: 2 };
/** Both methods take integer (0); strict meters refuse them without. */
const PARAMETER: Data = { type: 'integer', value: 0 };

const STATES: readonly RelayState[] = ['open', 'close', 'ready'];
/** In these a remote reconnection closes at once. */
const CLOSES_AT_ONCE: ReadonlySet<number> = new Set([2, 4]);

/** What the request of such an order is. */
export function disconnectContent(obis: Obis, order: RelayOrder): Content {
  const head = { type: 'action-request', kind: 'normal', invokeId: 1, confirmed: true } as const;
  return contentOfApdu({
    ...head,
    highPriority: true,
    method: method(obis, order),
    data: PARAMETER,
  });
}

/** The relay behind a DLMS meter's disconnect control. `reach` gives the meter as it can be reached now. */
export function dlmsRelay(reach: () => DlmsMeter, obis: Obis, permit?: OrderPermit): Relay {
  const attribute = (attributeId: number) => ({ classId: CLASS, obis, attribute: attributeId });
  return {
    async read() {
      const meter = reach();
      const output = await meter.get(attribute(OUTPUT_STATE), 'act');
      const control = await meter.tryGet(attribute(CONTROL_STATE), 'act');
      return stateIn(output, control);
    },
    async order(order) {
      const meter = reach();
      if (order === 'permit') await expectNoReconnection(meter, attribute(CONTROL_MODE));
      await meter.action(method(obis, order), PARAMETER, 'act', permit);
    },
    wasSent: () => permit?.wasUsed ?? false,
  };
}

/** The control mode, where the meter tells it. */
export async function controlMode(meter: DlmsMeter, obis: Obis): Promise<number | undefined> {
  const data = await meter.tryGet({ classId: CLASS, obis, attribute: CONTROL_MODE }, 'act');
  return data?.type === 'enum' ? data.value : undefined;
}

/** To permit is not to close: a meter that knows no difference is not told. */
async function expectNoReconnection(
  meter: DlmsMeter,
  { obis }: { readonly obis: Obis },
): Promise<void> {
  const mode = await controlMode(meter, obis);
  if (mode !== undefined && CLOSES_AT_ONCE.has(mode)) {
    throw new Failure('not-supported', `in control mode ${mode} the meter would close at once`);
  }
}

function method(obis: Obis, order: RelayOrder): MethodDescriptor {
  return { classId: CLASS, obis, method: METHODS[order] };
}

function stateIn(output: Data, control: Data | undefined): RelayReading {
  const outputState = output.type === 'boolean' ? output.value : undefined;
  const controlState = control?.type === 'enum' ? control.value : undefined;
  const details = {
    ...(outputState !== undefined && { output_state: outputState }),
    ...(controlState !== undefined && { control_state: controlState }),
    protocol: 'dlms',
  };
  const byOutput = outputState === undefined ? 'unknown' : outputState ? 'close' : 'open';
  const byControl = controlState === undefined ? undefined : STATES[controlState];
  // Without supply behind it, a control state that says "connected" is not believed.
  const state = byControl === 'close' && byOutput === 'open' ? 'open' : (byControl ?? byOutput);
  return { state, details };
}
