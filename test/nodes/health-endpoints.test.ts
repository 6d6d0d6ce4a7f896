import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import should from 'should';
import decode from '../../nodes/dlt645-decode/dlt645-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import status from '../../nodes/ivy-status/ivy-status';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { Caller } from '../helpers/caller';
import { type Flow, load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const TOKEN = 'let-me-in';

describe('how a gateway is, over HTTP', () => {
  let flow: Flow;
  let server: Server;
  let other: Server | undefined;
  let meterPort: number;

  async function start(settings: object = {}, port = meterPort): Promise<void> {
    flow = await load(
      [gateway, listener, decode, status, ({ httpNode }: NodeAPI) => serve(httpNode)],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'in', type: 'ivy-tcp-listener', gateway: 'gw', host: '127.0.0.1', port },
        { id: 'node', type: 'ivy-status', gateway: 'gw', interval: '0', ...settings },
      ],
      { node: { metricsToken: TOKEN } },
    );
  }

  /** The routes that Node-RED serves for flows. */
  function serve(app: NodeAPI['httpNode']): void {
    server = createServer(app).listen(0, '127.0.0.1');
  }

  beforeEach(async () => {
    meterPort = await freePort();
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    other?.close();
    await unload();
  });

  const get = (path: string, headers: Record<string, string> = {}) => {
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}/ivy-gateway/${path}`, { headers });
  };
  const metrics = (token: string) => get('metrics', { authorization: `Bearer ${token}` });

  it('is live, and ready when its port is open', async () => {
    await start();
    await flow.statusMatching('in', /links/);
    ((await (await get('live')).json()) as object).should.deepEqual({ status: 'live' });
    const ready = await get('ready');
    ready.status.should.equal(200);
    ((await ready.json()) as object).should.deepEqual({
      status: 'ready',
      gateways: [{ gateway: 'gateway', ready: true, reasons: [], volatile: false }],
    });
  });

  it('is not ready, and says why, while its port belongs to another program', async () => {
    other = createServer().listen(meterPort, '127.0.0.1');
    await once(other, 'listening');
    await start();
    await flow.statusMatching('in', /retrying/);
    const ready = await get('ready');
    ready.status.should.equal(503);
    ((await ready.json()) as object).should.containEql({
      status: 'not-ready',
      gateways: [{ gateway: 'gateway', ready: false, reasons: ['port-closed'], volatile: false }],
    });
    (await get('live')).status.should.equal(200);
  });

  it('is not ready while an mqtt node that it hears of is not connected', async () => {
    await start();
    await flow.statusMatching('in', /links/);
    const source = { id: 'mqtt', type: 'mqtt out' };
    const tell = async (fill: string): Promise<number> => {
      flow.send('node', { status: { fill, shape: 'ring', text: '', source } });
      await flow.completed();
      return (await get('ready')).status;
    };
    (await tell('red')).should.equal(503);
    (await tell('yellow')).should.equal(503);
    (await tell('green')).should.equal(200);
  });

  it('says nothing to anybody where probes are off', async () => {
    await start({ probes: 'false' });
    for (const path of ['live', 'ready']) (await get(path)).status.should.equal(404);
  });

  it('gives metrics to who has the token, and to nobody else', async () => {
    await start();
    (await get('metrics')).status.should.equal(401);
    (await metrics('let-me-out')).status.should.equal(401);
    const answer = await metrics(TOKEN);
    answer.status.should.equal(200);
    should(answer.headers.get('content-type')).match(/^text\/plain;.* version=0\.0\.4/);
  });

  it('counts meters by profile and state, and names none of them', async () => {
    await start();
    await flow.statusMatching('in', /links/);
    const caller = await Caller.dial(meterPort);
    caller.say(HEARTBEAT);
    await flow.find('in', 2, ({ topic }) => String(topic).endsWith('/status'));
    const text = await (await metrics(TOKEN)).text();
    const lines = text.split('\n').filter((line) => !line.startsWith('#'));
    for (const line of [
      'ivy_gateway_info{gateway="gateway",version="0.1.0"} 1',
      'ivy_gateway_ready{gateway="gateway"} 1',
      'ivy_gateway_meters{gateway="gateway",profile="em114070",state="online"} 1',
      'ivy_gateway_links{gateway="gateway"} 1',
      'ivy_gateway_links_accepted_total{gateway="gateway"} 1',
      'ivy_gateway_links_bytes_received_total{gateway="gateway"} 26',
      'ivy_gateway_published_total{gateway="gateway",kind="events"} 1',
      'ivy_gateway_commands_received_total{gateway="gateway"} 0',
    ]) {
      lines.should.containEql(line);
    }
    text.should.not.match(/311501114070/);
    caller.hangUp();
  });

  it('gives the metrics of one gateway to who may use the editor', async () => {
    await start();
    const answer = await helper.request().get('/ivy-gateway/gw/metrics').expect(200);
    answer.text.should.match(/^ivy_gateway_ready\{gateway="gateway"\} \d$/m);
    await helper.request().get('/ivy-gateway/node/metrics').expect(404);
  });
});
