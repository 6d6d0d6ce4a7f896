import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoMeters, Simulator } from '../simulator';
import { AdminApi } from './admin-api';
import { isListening } from './is-listening';
import { findInstalled, type Installed } from './package-root';
import { BAD_USAGE, FAILED, processTerminal, SUCCESS } from './terminal';
import { loadTurnkeyFlow } from './turnkey-flow';
import { prepareUserFolder, userFolder } from './user-folder';

const USAGE = `ivy-gateway start [options]

Runs the gateway: Node-RED with the gateway flow, meters on TCP_PORT, MQTT on MQTT_PORT.

  --demo         adds simulated meters: two EM114070 and two of DL/T 645
  --reset-flow   replaces the flow by the shipped one, keeping a backup
  --help

Settings come from the environment; the README lists them.`;

/** ms that ports may take to open once the flow is loaded. */
const OPEN_WITHIN = 5_000;
/** ms that Node-RED may take to stop before it is made to. */
const STOP_DEADLINE = 10_000;

interface StartOptions {
  readonly demo: boolean;
  readonly resetFlow: boolean;
}

/** `ivy-gateway start`: runs until it is interrupted or Node-RED ends, and gives the exit code. */
export async function start(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        demo: { type: 'boolean', default: false },
        'reset-flow': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      processTerminal.print(USAGE);
      return SUCCESS;
    }
    return await run({ demo: values.demo, resetFlow: values['reset-flow'] });
  } catch (error) {
    processTerminal.complain(
      `ivy-gateway start: ${error instanceof Error ? error.message : error}`,
    );
    return BAD_USAGE;
  }
}

async function run(options: StartOptions): Promise<number> {
  const nodeRed = nodeRedToRun();
  const folder = userFolder();
  prepareUserFolder(folder);
  const stop = processTerminal.interrupted();
  const child = spawn(
    process.execPath,
    [
      join(nodeRed.folder, 'red.js'),
      '--userDir',
      folder,
      '--settings',
      join(folder, 'settings.js'),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: environment(options) },
  );
  const exited = once(child, 'exit');
  const simulator = await bringUp(child, folder, options);
  await Promise.race([stop, exited]);
  await simulator?.close();
  await end(child, exited);
  return child.exitCode === null || child.exitCode === 0 ? SUCCESS : FAILED;
}

/** A demo shows readings soon, whenever somebody begins to look. */
function environment({ demo }: StartOptions): NodeJS.ProcessEnv {
  return demo ? { POLLING_INTERVAL: '10000', ...given(process.env) } : process.env;
}

/** The variables that are set; empty ones mean the default. */
function given(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
}

/** Loads the flow, starts the demo's meters, and tells the user where everything is. */
async function bringUp(
  child: ChildProcess,
  folder: string,
  { demo, resetFlow }: StartOptions,
): Promise<Simulator | undefined> {
  const api = new AdminApi(`http://127.0.0.1:${port('HTTP_PORT', 1880)}`);
  if (!(await api.isUp(() => child.exitCode !== null || child.killed))) return undefined;
  const notes = [...(await loadTurnkeyFlow(api, folder, resetFlow))];
  const meterPort = port('TCP_PORT', 8899);
  const ports = process.env.MQTT_BROKER_URL?.trim()
    ? [meterPort]
    : [meterPort, port('MQTT_PORT', 1883)];
  const open = await Promise.all(ports.map((number) => isListening(number, OPEN_WITHIN)));
  for (const [index, number] of ports.entries()) {
    if (!open[index]) notes.push(`port ${number} is not open; the log and the editor say why`);
  }
  const simulator = demo ? demoSimulator(meterPort) : undefined;
  simulator?.start();
  processTerminal.print(summary(api.url, meterPort, folder, demo, notes));
  return simulator;
}

function summary(
  editor: string,
  meterPort: number,
  folder: string,
  demo: boolean,
  notes: readonly string[],
): string {
  const external = process.env.MQTT_BROKER_URL?.trim();
  const mqttPort = port('MQTT_PORT', 1883);
  const prefix = process.env.MQTT_TOPIC_PREFIX?.trim() || 'ivy/v1';
  const broker =
    external || `mqtt://127.0.0.1:${mqttPort}, ws://127.0.0.1:${port('MQTT_WS_PORT', 9001)}`;
  const meters = demo
    ? 'four simulated meters dial in now'
    : 'try it with simulated ones: npm start -- --demo';
  return [
    '',
    'The gateway is running.',
    `  editor   ${editor}`,
    `  meters   dial in to port ${meterPort}; ${meters}`,
    `  MQTT     ${broker}`,
    `  files    ${folder}`,
    ...notes.map((note) => `  note     ${note}`),
    `Watch it: mosquitto_sub ${external ? '-L …' : `-p ${mqttPort}`} -t '${prefix}/#' -v     Ctrl-C stops.`,
    '',
  ].join('\n');
}

function demoSimulator(meterPort: number): Simulator {
  const simulator = new Simulator({ host: '127.0.0.1', port: meterPort });
  demoMeters(simulator);
  return simulator;
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE);
  await exited;
  clearTimeout(force);
}

/** @throws Error that says in one line what is missing. */
function nodeRedToRun(): Installed {
  const nodeRed = findInstalled('node-red');
  if (!nodeRed) {
    throw new Error(
      'Node-RED is not installed here; "npm install node-red" beside this package adds it',
    );
  }
  const needed = /(\d+)(?:\.(\d+))?/.exec(nodeRed.node);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = [Number(needed?.[1] ?? 0), Number(needed?.[2] ?? 0)];
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new Error(
      `Node-RED ${nodeRed.version} needs Node ${nodeRed.node}, and this is ${process.versions.node}: install Node 24, or let npm run the install script of its package "node"`,
    );
  }
  return nodeRed;
}

/** A port from the environment, for what is printed; the nodes themselves refuse what is no port. */
function port(name: string, fallback: number): number {
  const value = Number(process.env[name]?.trim() || fallback);
  return Number.isInteger(value) && value >= 0 && value <= 65535 ? value : fallback;
}
