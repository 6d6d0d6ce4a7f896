import { randomBytes } from 'node:crypto';
import {
  type DlmsMeterKeys,
  demoMeters,
  type MeterEvent,
  type MeterEventKind,
  type SimulatedMeter,
  Simulator,
} from '../simulator';
import { type Setting, type SimulateOptions, simulateOptions, USAGE } from './simulate-options';
import { BAD_USAGE, processTerminal, SUCCESS, type Terminal } from './terminal';

const CONNECTION_EVENTS: readonly MeterEventKind[] = ['connected', 'refused', 'closed'];

/** `ivy-gateway simulate`: runs until it is interrupted, and gives the exit code. */
export async function simulate(args: string[], terminal = processTerminal): Promise<number> {
  let simulator: Simulator;
  try {
    const options = simulateOptions(args);
    if (options.help) {
      terminal.print(USAGE);
      return SUCCESS;
    }
    simulator = prepared(options, terminal);
  } catch (error) {
    terminal.complain(`ivy-gateway simulate: ${error instanceof Error ? error.message : error}`);
    return BAD_USAGE;
  }
  const interrupted = terminal.interrupted();
  simulator.start();
  await interrupted;
  await simulator.close();
  return SUCCESS;
}

function prepared(options: SimulateOptions, terminal: Terminal): Simulator {
  const { host, port, seed, spread, quiet } = options;
  const log = (event: MeterEvent) => {
    if (!quiet || CONNECTION_EVENTS.includes(event.kind)) terminal.print(line(event));
  };
  const simulator = new Simulator({ host, port, seed, spread, log });
  const meters = addMeters(simulator, options, terminal);
  for (const setting of options.settings) set(meters, setting);
  const noun = meters.length === 1 ? 'connection' : 'connections';
  terminal.print(`${meters.length} ${noun} to ${host}:${port}; Ctrl-C ends`);
  return simulator;
}

function addMeters(
  simulator: Simulator,
  options: SimulateOptions,
  terminal: Terminal,
): readonly SimulatedMeter[] {
  const { em114070, dlms, ciphered, dlt645, modem, line, registration } = options;
  if (em114070 + dlms + ciphered + dlt645 + modem === 0) return demoMeters(simulator, line);
  const modemOptions = registration === undefined ? line : { ...line, registration };
  const addresses = (first: string, count: number) =>
    consecutive(options.address ?? first, count).map((address) => ({ address }));
  for (const meter of addresses('311501114070', em114070)) {
    simulator.addEm114070({ ...line, ...meter });
  }
  for (const meter of addresses('360000000001', dlms)) {
    simulator.addDlmsMeter({ ...line, ...meter, now: Date.now });
  }
  if (ciphered > 0) {
    const keys = cipheringKeys(options);
    terminal.print(`encryption key ${keys.encryptionKey}`);
    terminal.print(`authentication key ${keys.authenticationKey}`);
    for (const meter of addresses('370000000001', ciphered)) {
      simulator.addDlmsMeter({ ...line, ...meter, keys, now: Date.now });
    }
  }
  for (const meter of addresses('000000001234', dlt645)) {
    simulator.addDlt645Meter({ ...modemOptions, ...meter });
  }
  if (modem > 0) simulator.addDlt645Modem(addresses('000000100001', modem), modemOptions);
  return simulator.meters;
}

/** All meters share their keys; what none was given for is drawn. */
function cipheringKeys({ encryptionKey, authenticationKey }: SimulateOptions): DlmsMeterKeys {
  const drawn = () => randomBytes(16).toString('hex').toUpperCase();
  return {
    encryptionKey: encryptionKey ?? drawn(),
    authenticationKey: authenticationKey ?? drawn(),
    // With the same keys again, no number comes twice as long as there are fewer than ten a second.
    firstCounter: Math.floor((Date.now() - Date.UTC(2026, 0)) / 100),
  };
}

/** So many addresses of 12 digits, each one more than the last. */
function consecutive(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    (Number(first) + index).toString().padStart(12, '0'),
  );
}

/** Sets a register of every meter that has it. At least one must. */
function set(meters: readonly SimulatedMeter[], { name, value }: Setting): void {
  let refusal: unknown;
  let taken = false;
  for (const meter of meters) {
    try {
      meter.setValue(name, value);
      taken = true;
    } catch (error) {
      refusal = error;
    }
  }
  if (!taken) throw refusal;
}

function line({ meter, kind, detail }: MeterEvent): string {
  const time = new Date().toISOString().slice(11, 23);
  return `${time} ${meter} ${kind} ${detail}`.trimEnd();
}
