import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoMeters, Simulator } from '../simulator';
import { AdminApi } from './admin-api';
import { bringDashboard } from './dashboard';
import { isListening } from './is-listening';
import { findInstalled, type Installed } from './package-root';
import { type Ports, portsIn, reachable } from './ports';
import { BAD_USAGE, FAILED, processTerminal, SUCCESS } from './terminal';
import { loadTurnkeyFlow } from './turnkey-flow';
import { prepareUserFolder, userFolder } from './user-folder';

const USAGE = `ivy-gateway start [options]

Runs the gateway: Node-RED with the gateway flow, meters on TCP_PORT, MQTT on MQTT_PORT.

  --demo         adds simulated meters: two EM114070, one more of DLMS, and two of DL/T 645
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
  const ports = portsIn(process.env);
  await expectFree(ports.editor);
  const folder = userFolder();
  prepareUserFolder(folder);
  const withDashboard = await bringDashboard(folder);
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
    { stdio: ['ignore', 'inherit', 'inherit'], env: environment(options, ports) },
  );
  process.once('exit', () => child.kill());
  const exited = once(child, 'exit');
  let simulator: Simulator | undefined;
  try {
    simulator = await bringUp(child, folder, ports, { ...options, withDashboard });
    await Promise.race([stop, exited]);
  } finally {
    await simulator?.close();
    await end(child, exited);
  }
  return child.exitCode === null || child.exitCode === 0 ? SUCCESS : FAILED;
}

/**
 * Whoever listens there already may be a Node-RED, and would get the flow in place of ours.
 * @throws Error that says so.
 */
async function expectFree(editor: number): Promise<void> {
  if (await isListening('127.0.0.1', editor, 1)) {
    throw new Error(
      `port ${editor} is in use, perhaps by another Node-RED: HTTP_PORT chooses another`,
    );
  }
}

/** A demo shows readings soon, whenever somebody begins to look. */
function environment({ demo }: StartOptions, { editor }: Ports): NodeJS.ProcessEnv {
  const variables = demo ? { POLLING_INTERVAL: '10000', ...given(process.env) } : process.env;
  return { ...variables, HTTP_PORT: String(editor) };
}

/** The variables that are set; empty ones mean the default. */
function given(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
}

/** Loads the flow, starts the demo's meters, and tells the user where everything is. */
async function bringUp(
  child: ChildProcess,
  folder: string,
  ports: Ports,
  { demo, resetFlow, withDashboard }: StartOptions & { readonly withDashboard: boolean },
): Promise<Simulator | undefined> {
  const api = new AdminApi(`http://127.0.0.1:${ports.editor}`);
  if (!(await api.isUp(() => hasEnded(child)))) return undefined;
  const notes = [...(await loadTurnkeyFlow(api, folder, { reset: resetFlow, withDashboard }))];
  const meters = { host: reachable(process.env.TCP_HOST), port: ports.meters };
  const mqtt = { host: reachable(process.env.MQTT_HOST), port: ports.mqtt };
  const needed = externalBroker() ? [meters] : [meters, mqtt];
  const open = await Promise.all(
    needed.map(({ host, port }) => isListening(host, port, OPEN_WITHIN)),
  );
  if (hasEnded(child)) return undefined;
  for (const [index, { port }] of needed.entries()) {
    if (!open[index]) notes.push(`port ${port} is not open; the log and the editor say why`);
  }
  const simulator = demo ? demoSimulator(meters) : undefined;
  simulator?.start();
  const places = { editor: api.url, ...(withDashboard && { dashboard: `${api.url}/dashboard` }) };
  processTerminal.print(summary(places, ports, folder, demo, notes));
  return simulator;
}

function summary(
  { editor, dashboard }: { readonly editor: string; readonly dashboard?: string },
  ports: Ports,
  folder: string,
  demo: boolean,
  notes: readonly string[],
): string {
  const external = externalBroker();
  const prefix = process.env.MQTT_TOPIC_PREFIX?.trim() || 'ivy/v1';
  const host = reachable(process.env.MQTT_HOST);
  const webSocket = ports.webSocket === 0 ? '' : `, ws://${host}:${ports.webSocket}`;
  const broker = external || `mqtt://${host}:${ports.mqtt}${webSocket}`;
  const toBroker = host === '127.0.0.1' ? `-p ${ports.mqtt}` : `-h ${host} -p ${ports.mqtt}`;
  const meters = demo
    ? 'simulated ones dial in now'
    : 'try it with simulated ones: npm start -- --demo';
  return [
    '',
    'The gateway is running.',
    ...(dashboard ? [`  pages    ${dashboard}`] : []),
    `  editor   ${editor}`,
    `  meters   dial in to port ${ports.meters}; ${meters}`,
    `  MQTT     ${broker}`,
    `  files    ${folder}`,
    ...notes.map((note) => `  note     ${note}`),
    `Watch it: mosquitto_sub ${external ? '-L …' : toBroker} -t '${prefix}/#' -v     Ctrl-C stops.`,
    '',
  ].join('\n');
}

function demoSimulator(gateway: { readonly host: string; readonly port: number }): Simulator {
  const simulator = new Simulator(gateway);
  demoMeters(simulator);
  return simulator;
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (hasEnded(child)) return;
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

function externalBroker(): string | undefined {
  return process.env.MQTT_BROKER_URL?.trim();
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
