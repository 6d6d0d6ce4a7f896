import 'should';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { type SimulatedMeter, Simulator } from '../../src/simulator';
import { needs } from '../helpers/system-program';
import { Dashboard, dashboardFolder } from './dashboard';
import { Editor, launchChromium } from './editor';
import { deploy, importExample } from './first-steps';
import { type FlowNode, moduleName, type NodeRed, nodeRedVersions } from './node-red';
import { dlt645Meter } from './recordings';
import { playReferenceRest } from './reference-rest';
import { RunningGateway } from './running-gateway';
import { root } from './runtime';

/** Inject nodes to click, none for what runs by itself, and what debug nodes show then. */
type Play = readonly [shown: RegExp, ...clicks: readonly string[]];

/** Their own tests play them, because meters dial in to them, or because they are for a browser. */
const ELSEWHERE = ['Gateway', 'Gateway with dashboard', 'REST of the reference gateway'];

const ONLINE = /online: true/;
const KEYS = {
  encryptionKey: 'B7A14E0C53D89F2264E1780B9DC53AF6',
  authenticationKey: '19E6C20D7F5B84A3D0618EF3472B9C5A',
};
const CIPHERED = '370000000001';
/** A port may not be open yet. */
const SOON = { redial: 100, jitter: 0 };

/** Of examples that are tried with `ivy-gateway simulate`, what it plays. */
const METERS: Readonly<Record<string, (simulator: Simulator) => SimulatedMeter>> = {
  'A ciphered meter': (simulator) =>
    simulator.addDlmsMeter({ ...SOON, address: CIPHERED, keys: KEYS }),
  'Back-fill after an outage': (simulator) => simulator.addDlmsMeter({ ...SOON, now: Date.now }),
};

const PLAYS: Readonly<Record<string, readonly Play[]>> = {
  'A ciphered meter': [[ONLINE], [/TOTAL_ACTIVE_IMPORT/]],
  'A ciphered push': [
    [/12345\.678/, 'push, counter 4001'],
    [/invocation counter 4001, the last one was 4001/, 'push, counter 4001'],
    [/security/, 'plain push'],
  ],
  'A load profile as a table': [[/00:45:00\+03:00,1000\.075/, 'answer to the buffer']],
  'A relay button with load check': [
    [ONLINE],
    [/1516\.1/, 'open below 1 kW: refused'],
    [/relay_state: 'open'/, 'open below 2 kW'],
  ],
  'A relay that two people switch': [
    [ONLINE],
    [/somebody else approves/, 'Ada asks: open'],
    [/confirmed: true/, 'Bob approves'],
  ],
  'Alarms of your own': [
    [/alarm:overvoltage/, '251 V'],
    [/alarm_cleared:overvoltage/, '240 V'],
    [/alarm:current_imbalance/, '4 A in a phase, 1 A in the others'],
    [/success: true/, 'acknowledge'],
  ],
  'Ask a meter by raw frames': [
    [ONLINE],
    [/123\.45/, 'read the energy'],
    [/relay-disabled/, 'switch the relay: refused'],
  ],
  'Back-fill after an outage': [[/rows: 19\d, newest: .*, twice: 0/]],
  'Commands with Mosquitto': [[ONLINE]],
  'Decode a DL-T 645 frame': [
    [/230\.5/, 'a voltage'],
    [/noData/, 'a refusal'],
    [/02800002/, 'read the frequency'],
  ],
  'Decode a DLMS APDU': [
    [/TOTAL_ACTIVE_IMPORT/, 'pushed values, in the wrapper'],
    [/get-request/, 'read the voltage'],
  ],
  'History in files': [[/000000001234,VOLTAGE_A,230\.5,V/, 'a voltage']],
  'Home Assistant discovery': [
    [/homeassistant\/sensor\/ivy_000000001001_TOTAL_ACTIVE_IMPORT\/config/],
  ],
  'Overvoltage with core nodes': [[/alarm_cleared:overvoltage/, '240 V']],
  'Publish to an external broker': [
    [/ivy\/v1\/meters\/000000001001\/telemetry/],
    [/ivy\/v1\/gateways\/external-broker\/status/],
  ],
  'Read a meter on a serial port': [[/123456\.78/]],
  'Several meters behind one modem': [[/678\.9/]],
  'Tell frames apart': [
    [/311501114070/, 'noise, and one frame of each protocol'],
    [/FREQUENCY/, 'first half of a frame', 'second half'],
  ],
};

const titles = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => basename(file, '.json'));

const ourTypes = new Set(readdirSync(join(root, 'nodes')));
const coreTypes = new Set([
  'tab',
  'global-config',
  ...typesIn('node_modules/@node-red/nodes/core'),
]);

/** The types of nodes whose dialogs are in that folder. */
function typesIn(folder: string): readonly string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.html') && !file.includes('locales'))
    .flatMap((file) => {
      const html = readFileSync(join(root, folder, file), 'utf8');
      return Array.from(html.matchAll(/data-template-name="([^"]+)"/g), ([, type = '']) => type);
    });
}

function nodesOf(title: string): readonly FlowNode[] {
  return JSON.parse(readFileSync(join(root, 'examples', `${title}.json`), 'utf8'));
}

describe('examples', () => {
  it('are all played', () => {
    [...Object.keys(PLAYS), ...ELSEWHERE].sort().should.deepEqual(titles.sort());
  });

  it('say in a comment what they are about, and do without the nodes of others', () => {
    for (const title of titles) {
      const types = new Set(nodesOf(title).map(({ type }) => type));
      types.has('comment').should.be.true(title);
      const foreign = [...types].filter((type) => !ourTypes.has(type) && !coreTypes.has(type));
      const uncalled = foreign.filter(
        (type) => title !== 'Gateway with dashboard' || !/^ui-/.test(type),
      );
      uncalled.should.eql([], title);
    }
  });

  it('listen and connect on this machine, at ports that need no privilege, unless a variable says more', () => {
    const isHere = (host: unknown) => /^(127\.0\.0\.1|\$\{\w+\}|)$/.test(String(host ?? ''));
    for (const title of titles) {
      for (const { type, host, port, server, broker } of nodesOf(title)) {
        const places =
          type === 'mqtt-broker' ? [host, broker] : type === 'tcp request' ? [server] : [host];
        places.every(isHere).should.be.true(`${title}: ${type} at ${places}`);
        if (/^\d+$/.test(String(port))) Number(port).should.be.above(1024, `${title}: ${type}`);
      }
    }
  });

  it('have ids that no other example has', () => {
    const owners = new Map<string, string>();
    for (const title of titles.filter((title) => title !== 'Gateway with dashboard')) {
      for (const { id } of nodesOf(title)) {
        id.should.match(/^[0-9a-f]{16}$/, title);
        [title].should.containEql(owners.get(id) ?? title);
        owners.set(id, title);
      }
    }
  });
});

for (const nodeRed of nodeRedVersions) {
  describe(`examples on Node-RED ${nodeRed}`, function () {
    this.timeout(120_000);
    const history = mkdtempSync(join(tmpdir(), 'ivy-history-'));
    let gateway: RunningGateway;
    let from = 0;

    before(async () => {
      const folder = await dashboardFolder(nodeRed);
      const env = { IVY_HISTORY_DIR: history, AES_ENCRYPTION_KEY: 'correct horse' };
      gateway = await RunningGateway.boot({ nodeRed, folder, env });
    });
    after(async () => {
      await gateway?.stop();
      rmSync(history, { recursive: true, force: true });
    });
    beforeEach(() => {
      from = gateway.red.log.length;
    });
    afterEach('nothing goes wrong unseen', () => {
      const complaints = gateway.red.log.slice(from).filter(({ text }) => /\[error\]/.test(text));
      complaints.map(({ text }) => text).should.deepEqual([]);
    });

    describe('REST of the reference gateway', () => playReferenceRest(() => gateway));
    // On 5.0 it is imported as somebody would who has nothing yet.
    if (nodeRed === '4.1') describe('Gateway with dashboard', () => playDashboard(() => gateway));

    describe('what debug nodes show', () => {
      let simulator: Simulator | undefined;

      afterEach(async () => {
        await simulator?.close();
        simulator = undefined;
      });

      for (const [title, plays] of Object.entries(PLAYS)) {
        it(title, async () => {
          const { red } = gateway;
          const flows = await deployTalking(red, title);
          const started = red.log.length;
          simulator = await simulatorFor(red, title, flows);
          for (const [shown, ...clicks] of plays) {
            for (const click of clicks) await clickOn(red, flows, click);
            await red.program.line(shown, { from: started });
          }
        });
      }
    });
  });
}

/** From the import menu to the first page. */
function playDashboard(running: () => RunningGateway): void {
  let browser: Browser;

  before(async function () {
    needs(this, 'chromium', 'chromium');
    await running().red.deploy([]);
    browser = await launchChromium();
  });
  after(() => browser?.close());

  it('is imported from the menu, deployed, and has its pages', async () => {
    const { red } = running();
    const editor = await Editor.open(browser, red.url, 'light');
    await importExample(editor, moduleName, 'Gateway with dashboard');
    (await editor.faults()).should.eql([]);
    await deploy(editor);
    const meter = await running().dialIn(dlt645Meter);
    const dashboard = await Dashboard.open(browser, red.url);
    await dashboard.go('meter?meter=000000001234');
    await dashboard.shows('12,345.67 kWh');
    meter.hangUp();
    [...editor.errors, ...dashboard.errors].should.eql([]);
  });
}

/** Deploys an example whose debug nodes write to the log. */
async function deployTalking(red: NodeRed, title: string): Promise<readonly FlowNode[]> {
  const flows = (await red.example(title)).map((node) =>
    node.type === 'debug' ? { ...node, console: true } : node,
  );
  await red.deploy(flows);
  return flows;
}

/** The meters of an example dial in; the keys of one are in the list before. */
async function simulatorFor(
  red: NodeRed,
  title: string,
  flows: readonly FlowNode[],
): Promise<Simulator | undefined> {
  const add = METERS[title];
  if (!add) return undefined;
  const nodeOf = (type: string) => flows.find((node) => node.type === type);
  if (title === 'A ciphered meter') {
    await red.admin(`/ivy-gateway/${nodeOf('ivy-gateway')?.id}/meters`, {
      method: 'PUT',
      headers: { 'content-type': 'text/json' },
      body: JSON.stringify([{ id: CIPHERED, keys: KEYS }]),
    });
  }
  const simulator = new Simulator({ port: Number(nodeOf('ivy-tcp-listener')?.['port']) });
  add(simulator);
  simulator.start();
  return simulator;
}

async function clickOn(red: NodeRed, flows: readonly FlowNode[], name: string): Promise<void> {
  const inject = flows.find((node) => node.type === 'inject' && node['name'] === name);
  const answer = await fetch(`${red.url}/inject/${inject?.id}`, { method: 'POST' });
  answer.status.should.equal(200, name);
}
