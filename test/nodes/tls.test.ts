import 'should';
import { once } from 'node:events';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { NodeInitializer } from 'node-red';
import helper, { type TestFlows } from 'node-red-node-test-helper';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { AUTHORITY, GATEWAY, METER, STRANGER } from '../helpers/certificates';
import { type Flow, hexOf, load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';
import { until } from '../helpers/until';

const tlsConfig = require('@node-red/nodes/core/network/05-tls.js') as NodeInitializer;

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';

describe('ivy-tcp-listener with TLS', () => {
  const meters: TLSSocket[] = [];
  let port: number;

  beforeEach(async () => {
    port = await freePort();
  });
  afterEach(async () => {
    for (const meter of meters.splice(0)) meter.destroy();
    await unload();
  });

  function node(credentials: object, settings: object = {}): Promise<Flow> {
    return load(
      [gateway, listener, tlsConfig],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'tls', type: 'tls-config' },
        {
          id: 'node',
          type: 'ivy-tcp-listener',
          gateway: 'gw',
          host: '127.0.0.1',
          port,
          tls: 'tls',
          ...settings,
        },
      ],
      { tls: credentials },
    );
  }

  const secrets = { keydata: GATEWAY.key, certdata: GATEWAY.cert, cadata: AUTHORITY };

  async function dial(options: ConnectionOptions = {}): Promise<TLSSocket> {
    const meter = connectTls({ port, host: '127.0.0.1', ca: AUTHORITY, ...options });
    meters.push(meter);
    meter.on('error', () => undefined);
    await once(meter, 'secureConnect');
    return meter;
  }

  function say(meter: TLSSocket): void {
    meter.write(Buffer.from(HEARTBEAT, 'hex'));
  }

  it('gets frames and sends acknowledgements in secret', async () => {
    const flow = await node(secrets);
    await flow.statusMatching('node', /links/);
    const meter = await dial();
    say(meter);
    const heartbeat = await flow.next('node', 1);
    hexOf(heartbeat).should.equal(HEARTBEAT);
    flow.send('node', { payload: '0a02', expect: false, meter: heartbeat.meter });
    (await once(meter, 'data'))[0].toString('hex').should.equal('0a02');
  });

  it('lets in who has a certificate where one is required, and warns of others', async () => {
    const flow = await node(secrets, { clientCertificates: 'required' });
    await flow.statusMatching('node', /links/);
    say(await dial(METER));
    hexOf(await flow.next('node', 1)).should.equal(HEARTBEAT);
    const stranger = await dial({ ...STRANGER, maxVersion: 'TLSv1.3' });
    await closed(stranger);
    flow.logged('node').should.eql(['"127.0.0.1" was turned away: the TLS handshake failed']);
  });

  for (const type of ['full', 'flows', 'nodes'] as const) {
    it(`keeps its links over a deploy of type ${type}`, async () => {
      const flow = await node(secrets);
      await flow.statusMatching('node', /links/);
      const meter = await dial();
      say(meter);
      await flow.next('node', 1);
      const flows = flow.configuration.map((one) => ({ ...one, name: 'changed' }));
      await helper.setFlows(flows as TestFlows, type, { tls: secrets });
      say(meter);
      hexOf(await flow.next('node', 1)).should.equal(HEARTBEAT);
      meter.closed.should.be.false();
    });
  }

  it('opens its port anew for another certificate', async () => {
    const flow = await node(secrets);
    await flow.statusMatching('node', /links/);
    const meter = await dial();
    const other = { ...secrets, keydata: STRANGER.key, certdata: STRANGER.cert };
    await helper.setFlows(flow.configuration, 'full', { tls: other });
    await closed(meter);
    await flow.statusMatching('node', /^0 meters, 0 links$/);
    const again = await dial({ rejectUnauthorized: false });
    String(again.getPeerCertificate().subject?.CN).should.equal('forged');
  });

  async function closed(meter: TLSSocket): Promise<void> {
    await until(
      () => meter.closed || undefined,
      2_000,
      () => 'the link is still open',
    );
  }

  for (const [what, credentials, settings, says] of [
    ['no key', {}, {}, /^tls: the TLS configuration has no key with a certificate$/],
    ['a key that is none', { ...secrets, keydata: 'none' }, {}, /^tls: .*PEM|DECODER/],
    [
      'a key of another certificate',
      { ...secrets, keydata: METER.key },
      {},
      /^tls: .*key values mismatch/,
    ],
    [
      'no CA where certificates are required',
      { ...secrets, cadata: '' },
      { clientCertificates: 'required' },
      /^clientCertificates: the TLS configuration has no CA certificate$/,
    ],
  ] as const) {
    it(`says that there is ${what}`, async () => {
      const flow = await node(credentials, settings);
      flow.status('node').should.match({ fill: 'red', shape: 'ring' });
      flow.logged('node').join().should.match(says);
    });
  }
});
