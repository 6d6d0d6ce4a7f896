import 'should';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { boot, type FlowNode, installedFolder, type NodeRed, nodeRedVersions } from './node-red';
import { root } from './runtime';

/** Inject nodes to click, none for what runs by itself, and what debug nodes show then. */
type Play = readonly [shown: RegExp, ...clicks: readonly string[]];

/** Whose nodes and modules are others' matter: their own tests play them. */
const ELSEWHERE = ['Gateway', 'Gateway with dashboard', 'REST of the reference gateway'];

const ONLINE = /online: true/;

const PLAYS: Readonly<Record<string, readonly Play[]>> = {
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

describe('examples', () => {
  it('are all played', () => {
    [...Object.keys(PLAYS), ...ELSEWHERE].sort().should.deepEqual(titles.sort());
  });

  it('have ids that no other example has', () => {
    const owners = new Map<string, string>();
    for (const title of titles.filter((title) => title !== 'Gateway with dashboard')) {
      const text = readFileSync(join(root, 'examples', `${title}.json`), 'utf8');
      for (const { id } of JSON.parse(text) as FlowNode[]) {
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
    let red: NodeRed;

    before(async () => {
      const folder = await installedFolder(nodeRed);
      red = await boot({ nodeRed, folder, env: { IVY_HISTORY_DIR: history } });
    });
    after(async () => {
      await red?.stop();
      rmSync(history, { recursive: true, force: true });
    });

    for (const [title, plays] of Object.entries(PLAYS)) {
      it(`${title} shows what it promises, and nothing goes wrong unseen`, async () => {
        const from = red.log.length;
        const flows = await deployTalking(red, title);
        const started = red.log.length;
        for (const [shown, ...clicks] of plays) {
          for (const click of clicks) await clickOn(red, flows, click);
          await red.program.line(shown, { from: started });
        }
        const complaints = red.log.slice(from).filter(({ text }) => /\[error\]/.test(text));
        complaints.map(({ text }) => text).should.deepEqual([]);
      });
    }
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

async function clickOn(red: NodeRed, flows: readonly FlowNode[], name: string): Promise<void> {
  const inject = flows.find((node) => node.type === 'inject' && node['name'] === name);
  const answer = await fetch(`${red.url}/inject/${inject?.id}`, { method: 'POST' });
  answer.status.should.equal(200, name);
}
