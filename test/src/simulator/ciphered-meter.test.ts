import 'should';
import { createDecipheriv } from 'node:crypto';
import {
  type AssociationProfile,
  DlmsClient,
  Leaps,
  type RequestOptions,
} from '../../../src/client';
import { Link as RealLink } from '../../../src/link/link';
import type { DlmsMeterOptions } from '../../../src/simulator';
import { TestGateway, until } from './gateway';

const KEYS = {
  encryptionKey: 'B7A14E0C53D89F2264E1780B9DC53AF6',
  authenticationKey: '19E6C20D7F5B84A3D0618EF3472B9C5A',
};
const TITLE = '53494d0000000007';
const ENERGY = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2 };
const VALUE = { data: { type: 'double-long-unsigned', value: 1234571 } };
const DISCONNECT = { classId: 70, obis: '0-0:96.3.10.255' };
const PERMIT = { use: () => {} };
const OPTIONS: RequestOptions = { priority: 'command', timeout: 2_000, permit: PERMIT };
const GMAC: AssociationProfile = {
  name: 'gmac',
  client: 1,
  server: 1,
  transport: { kind: 'wrapper' },
  confirmed: true,
  highPriority: true,
  authentication: { mechanism: 'hls-gmac' },
  clientTitle: Buffer.from('4956590102030405', 'hex'),
  meterTitle: Buffer.from(TITLE, 'hex'),
  security: {
    suite: 0,
    protection: { authenticated: true, encrypted: true },
    encryptionKey: Buffer.from(KEYS.encryptionKey, 'hex'),
    authenticationKey: Buffer.from(KEYS.authenticationKey, 'hex'),
    dedicatedKey: false,
    general: false,
  },
};
const SECURITY = GMAC.security as NonNullable<AssociationProfile['security']>;

describe('a simulated ciphered meter', () => {
  let gateway: TestGateway;
  const links: RealLink[] = [];

  beforeEach(async () => {
    gateway = await TestGateway.listen();
  });
  afterEach(async () => {
    for (const link of links.splice(0)) link.close('gateway-stopped');
    await gateway.close();
  });

  async function dialIn(options: DlmsMeterOptions = {}, profile = GMAC): Promise<DlmsClient> {
    const simulator = gateway.simulator();
    simulator.addDlmsMeter({ address: '370000000007', keys: KEYS, ...options });
    simulator.start();
    const { socket } = await gateway.link(gateway.links.length);
    const link = new RealLink(socket, { id: 'line', idleTimeout: 60_000 });
    links.push(link);
    let next: number | undefined;
    const counters = {
      durable: true,
      leaps: new Leaps(),
      heard: { get: () => undefined, hear: () => undefined },
      knows: () => next !== undefined,
      reserve: async (_name: string, count: number, atLeast = 0) => {
        const first = Math.max(next ?? 0, atLeast);
        next = first + count;
        return first;
      },
    };
    const client = new DlmsClient(link, [profile], counters);
    client.remember(new Map());
    return client;
  }

  for (const [how, security] of [
    ['under the global key', {}],
    ['under a dedicated key', { dedicatedKey: true }],
    ['with general ciphering', { general: true }],
    ['with general ciphering under a dedicated key', { general: true, dedicatedKey: true }],
  ] as const) {
    it(`is read ${how}`, async () => {
      const client = await dialIn({}, { ...GMAC, security: { ...SECURITY, ...security } });
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      const both = [ENERGY, { ...ENERGY, attribute: 3 }].map((one) => ({
        ...one,
        selection: null,
      }));
      (await client.getList(both, OPTIONS)).length.should.equal(2);
    });
  }

  it('gives what is long in blocks, each in an envelope', async () => {
    const client = await dialIn({ pduSize: 120 });
    const list = { classId: 15, obis: '0-0:40.0.0.255', attribute: 2 };
    const answer = await client.get(list, OPTIONS);
    answer.should.match({ data: { type: 'array' } });
    const { data } = answer as { readonly data: { readonly value: readonly object[] } };
    data.value.should.have.length(26);
  });

  it('is switched, and tells its relay', async () => {
    const client = await dialIn();
    const open = { ...DISCONNECT, method: 1 };
    (await client.action(open, { type: 'integer', value: 0 }, OPTIONS)).should.match({
      result: 'success',
    });
    (await client.get({ ...DISCONNECT, attribute: 3 }, OPTIONS)).should.eql({
      data: { type: 'enum', value: 0 },
    });
  });

  for (const key of ['encryptionKey', 'authenticationKey'] as const) {
    it(`rejects a client with another ${key}`, async () => {
      const other = Buffer.from('B7A14E0C53D89F2264E1780B9DC53AF7', 'hex');
      const client = await dialIn({}, { ...GMAC, security: { ...SECURITY, [key]: other } });
      await client
        .get(ENERGY, OPTIONS)
        .should.be.rejectedWith({ code: 'association-failed', message: /authentication-failure/ });
    });
  }

  it('rejects a client without ciphering, and serves it nothing', async () => {
    const { security: _, ...plain } = GMAC;
    const client = await dialIn({}, { ...plain, authentication: { mechanism: 'none' } });
    await client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'association-failed' });
  });

  it('gives everybody its counter, and no reading', async () => {
    const { security: _, ...plain } = GMAC;
    const everybody = { ...plain, client: 16, authentication: { mechanism: 'none' } } as const;
    const client = await dialIn({}, everybody);
    const counter = { classId: 1, obis: '0-0:43.1.0.255', attribute: 2 };
    (await client.get(counter, OPTIONS)).should.eql({
      data: { type: 'double-long-unsigned', value: 0 },
    });
    (await client.get(ENERGY, OPTIONS)).should.eql({ error: 'object-undefined' });
  });

  it('pushes under its title and its global key', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addDlmsMeter({ address: '370000000007', heartbeat: false, keys: KEYS });
    simulator.start();
    const link = await gateway.link();
    await until(() => meter.connected);
    meter.push();
    const header = await link.take(8);
    const push = Buffer.from(await link.take(Number.parseInt(header.slice(12), 16)), 'hex');
    const opened = openEnvelope(push);
    opened.should.match(/^0f00000001000113020309060100010800ff060012d68b02020f01161e/);
  });

  it('wants keys of 32 digits', () => {
    const keys = { ...KEYS, encryptionKey: 'B7A1' };
    (() => gateway.simulator().addDlmsMeter({ keys })).should.throw(
      'the encryption key needs 32 hex digits',
    );
  });
});

/** The plain text of a general-glo-ciphering of 256 octets or more. */
function openEnvelope(push: Buffer): string {
  push.subarray(0, 11).toString('hex').should.equal(`db08${TITLE}82`);
  const sealed = push.subarray(13);
  const iv = Buffer.concat([Buffer.from(TITLE, 'hex'), sealed.subarray(1, 5)]);
  const key = Buffer.from(KEYS.encryptionKey, 'hex');
  const decipher = createDecipheriv('aes-128-gcm', key, iv, { authTagLength: 12 });
  decipher.setAAD(Buffer.from(`30${KEYS.authenticationKey}`, 'hex'));
  decipher.setAuthTag(sealed.subarray(-12));
  return decipher.update(sealed.subarray(5, -12), undefined, 'hex') + decipher.final('hex');
}
