import { z } from 'zod';
import { readAddress } from '../../client';
import { Failure } from '../../link';
import { DlmsMeter } from '../dlms-meter';
import { Dlt645Meter } from '../dlt645-meter';
import { type Method, type Result, reading } from '../method';
import { readRegister } from '../read-register';
import { controlMode, DISCONNECT_CONTROL } from '../relay/dlms-relay';
import { readRelay } from '../relay/relay-of';
import { diOf, targetOf } from '../target';
import { obis, registerName } from './schemas';

const MAX_REGISTERS = 64;
/** What the reference gateway reads where nothing is named. */
const USUAL = ['TOTAL_ACTIVE_POSITIVE', 'VOLTAGE_A', 'CURRENT_A'];
/** After these, further requests would only wait in vain. */
const HOPELESS: ReadonlySet<string> = new Set([
  'meter-not-connected',
  'command-timeout',
  'association-failed',
  'busy',
]);

export const readRegisterMethod: Method = reading(
  z.strictObject({ register: registerName.optional(), dataId: registerName.optional() }),
  ({ register, dataId }, running) => {
    const asked = register ?? dataId;
    if (asked === undefined) {
      throw new Failure('invalid-request', 'Missing register or dataId parameter');
    }
    return readRegister(asked, running);
  },
);

/** One register after another, answered by the names asked; what one of them lacks fails that one alone. */
export const readAll: Method = reading(
  z.strictObject({ registers: z.array(registerName).min(1).max(MAX_REGISTERS).optional() }),
  async ({ registers = USUAL }, running) => {
    const readings: [string, unknown][] = [];
    let hopeless: Failure | undefined;
    for (const name of registers) {
      const result = hopeless ? failure(hopeless) : await orFailure(readRegister(name, running));
      if (result instanceof Failure && HOPELESS.has(result.code)) hopeless = result;
      readings.push([String(name), result instanceof Failure ? failure(result) : result]);
    }
    if (hopeless && readings.every(([, result]) => isFailed(result))) throw hopeless;
    const { protocol } = running.meter();
    return { readings: Object.fromEntries(readings), ...(protocol === 'dlms' && { protocol }) };
  },
);

/** Asks the meter itself. */
export const readAddressMethod: Method = reading(z.strictObject({}), async (_params, running) => {
  const { id, address, protocol, link } = running.meter();
  if (protocol === 'dlt645' && link) {
    const { timeout } = running;
    // Behind a modem with several meters, all of them would answer at once.
    const isAlone = running.host.directory.onLink(link).length === 1;
    if (!isAlone) return { address, protocol };
    const told = await link.transact('command', (exchange) => readAddress(exchange, timeout));
    return { address: told, protocol };
  }
  const meter = DlmsMeter.reach(running.meter(), running.host, running.timeout);
  const serial = await meter.read(1, '0-0:96.1.0.255', running.host);
  return { address: typeof serial.value === 'string' ? serial.value : id, protocol };
});

export const readRelayState: Method = reading(
  z.strictObject({ obis: obis.optional() }),
  async ({ obis: name }, running) => {
    const { state, details } = await readRelay(running, name);
    const meter = running.meter();
    if (meter.protocol !== 'dlms') return { relay_state: state, ...details };
    const dlms = DlmsMeter.reach(meter, running.host, running.timeout);
    const mode = await controlMode(dlms, name ?? DISCONNECT_CONTROL);
    return { relay_state: state, ...details, ...(mode !== undefined && { control_mode: mode }) };
  },
);

/** The frame as it is decoded: also blocks and records. */
export const dlt645Read: Method = reading(
  z.strictObject({ dataId: registerName }),
  async ({ dataId }, running) => {
    const meter = running.meter();
    if (meter.protocol !== 'dlt645') {
      throw new Failure('not-supported', 'dlt645_read is for DL/T 645 meters');
    }
    const target = targetOf(dataId, 'dlt645');
    const dlt645 = await Dlt645Meter.reach(meter, running.timeout, 'command');
    const di = diOf(target, dlt645.standard);
    const frame = await dlt645.read(di);
    const { type: _, leadBytes: __, address: ___, control: ____, ...content } = frame;
    return { dataId: `0x${di.toLowerCase()}`, ...content };
  },
);

export const listObjects: Method = reading(z.strictObject({}), async (_params, running) => {
  const meter = running.meter();
  if (meter.protocol !== 'dlms') {
    throw new Failure('not-supported', 'DL/T 645 meters have no list of what they hold');
  }
  const dlms = DlmsMeter.reach(meter, running.host, running.timeout);
  return { objects: await dlms.objects(), protocol: 'dlms' };
});

async function orFailure(asked: Promise<Result>): Promise<Result | Failure> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Failure) return error;
    return new Failure('meter-refused', error instanceof Error ? error.message : String(error));
  }
}

function failure({ message: error, code }: Failure): Result {
  return { error, code };
}

function isFailed(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'error' in result;
}
