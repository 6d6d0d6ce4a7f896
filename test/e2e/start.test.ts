import 'should';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts, isFree } from '../helpers/ports';
import { Program } from '../helpers/program';
import { needs } from '../helpers/system-program';
import { root, runtime } from './runtime';

/** Promised: 15 s from the start of mosquitto_sub; the test's limit leaves room for a busy machine. */
const SHOWN_WITHIN = 150_000;
/** What a person takes to read where everything is and to type the command that is shown. */
const TYPED_AFTER = 5_000;
/** Two EM114070, a DLMS and two DL/T 645 meters. */
const DEMO_METERS = [
  ...['311501114070', '311501114071', '360000000001'],
  ...['000000001234', '000000005678'],
];

describe('npm start -- --demo', function () {
  this.timeout(300_000);
  let ports: number[];
  let userDir: string;
  let env: NodeJS.ProcessEnv;
  let start: Program;
  let subscriber: Program;

  before(async function () {
    needs(this, 'mosquitto_sub', 'mosquitto-clients');
    ports = await freePorts(4);
    const [tcp, mqtt, websocket, http] = ports.map(String);
    userDir = await mkdtemp(join(tmpdir(), 'ivy-start-'));
    env = {
      ...process.env,
      TCP_PORT: tcp,
      MQTT_PORT: mqtt,
      MQTT_WS_PORT: websocket,
      HTTP_PORT: http,
      IVY_USER_DIR: userDir,
    };
    start = new Program('npm', ['start', '--', '--demo'], { cwd: root, env });
    await start.line(new RegExp(`\\b${mqtt}\\b`), { within: 150_000 });
    await delay(TYPED_AFTER);
    subscriber = new Program('mosquitto_sub', ['-p', String(mqtt), '-t', 'ivy/v1/#', '-v']);
  });

  after(async () => {
    await subscriber?.stop();
    await start?.stop();
    if (userDir) rmSync(userDir, { recursive: true, force: true });
  });

  it('shows status and telemetry of all demo meters to mosquitto_sub', async () => {
    for (const id of DEMO_METERS) {
      const topic = `^ivy/v1/meters/${id}`;
      await subscriber.line(new RegExp(`${topic}/status .*"online":true`), {
        within: SHOWN_WITHIN,
      });
      await subscriber.line(new RegExp(`${topic}/telemetry .*"value":`), { within: SHOWN_WITHIN });
    }
  });

  it('shows the values that a real EM114070 gave, 236.36 V and 50.04 Hz', async () => {
    for (const reading of ['"value":236.36,.*"unit":"V"', '"value":50.04,.*"unit":"Hz"']) {
      const telemetry = new RegExp(`^ivy/v1/meters/31150111407[01]/telemetry .*${reading}`);
      await subscriber.line(telemetry, { within: SHOWN_WITHIN });
    }
  });

  it('has the dashboard', async () => {
    const { ok, url } = await fetch(`http://127.0.0.1:${ports[3]}/dashboard/overview`);
    [ok, url.endsWith('/dashboard/overview')].should.eql([true, true]);
    const flows = await fetch(`http://127.0.0.1:${ports[3]}/flows`);
    (await flows.text()).should.containEql('"ui-page"');
  });

  it('is ready, and says so once', async () => {
    const answer = await fetch(`http://127.0.0.1:${ports[3]}/ivy-gateway/ready`);
    const { status, gateways } = (await answer.json()) as {
      status: string;
      gateways: readonly { readonly gateway: string }[];
    };
    [status, ...gateways.map(({ gateway }) => gateway)].should.eql(['ready', 'gateway']);
  });

  it('gives nobody a warning to wonder about', () => {
    start.lines.filter(({ text }) => /Warning|deprecated/.test(text)).should.eql([]);
  });

  it('does not touch a Node-RED that has the editor port already', async () => {
    const { node } = await runtime('5.0');
    const second = new Program(node, ['dist/src/cli/ivy-gateway.js', 'start', '--reset-flow'], {
      cwd: root,
      env,
    });
    await second.line(/is in use, perhaps by another Node-RED/);
    (await second.exited).should.equal(2);
    start.signal(0).should.be.true();
  });

  it('stops cleanly on Ctrl-C and leaves nothing behind', async () => {
    await subscriber.stop();
    start.signal('SIGINT');
    [0, 130].should.containEql(await start.exited);
    start.signal(0).should.be.false();
    (await Promise.all(ports.map((port) => isFree(port)))).should.eql([true, true, true, true]);
  });
});
