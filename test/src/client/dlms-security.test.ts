import 'should';
import { mock } from 'node:test';
import {
  type AssociationProfile,
  type Authentication,
  type CounterStore,
  DlmsClient,
  Leaps,
  type SecurityProfile,
} from '../../../src/client';
import { until } from '../link/caller';
import { endLines, line } from '../link/line';
import {
  AUTHENTICATION_KEY,
  CLIENT_PAIR,
  ENCRYPTION_KEY,
  METER_PAIR,
  rawKey,
  SECRET,
  SecuredMeter,
  type SecuredMeterOptions,
} from './secured-meter';

const ENERGY = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2 };
const VALUE = { data: { type: 'double-long-unsigned', value: 1234571 } };
const OPTIONS = { priority: 'poll', timeout: 2_000 } as const;
const CLIENT_TITLE = Buffer.from('4956590102030405', 'hex');
const QUICK = { priority: 'poll', timeout: 60 } as const;
const KEYS: SecurityProfile = {
  suite: 0,
  protection: { authenticated: true, encrypted: true },
  encryptionKey: ENCRYPTION_KEY,
  authenticationKey: AUTHENTICATION_KEY,
  dedicatedKey: false,
  general: false,
};
const GMAC: AssociationProfile = {
  name: 'gmac',
  client: 1,
  server: 1,
  transport: { kind: 'wrapper' },
  confirmed: true,
  highPriority: true,
  authentication: { mechanism: 'hls-gmac' },
  clientTitle: CLIENT_TITLE,
  security: KEYS,
};
const SIGNING_KEYS = {
  privateKey: rawKey(CLIENT_PAIR.privateKey),
  publicKey: rawKey(CLIENT_PAIR.publicKey),
  meterPublicKey: rawKey(METER_PAIR.publicKey),
};
const PLAIN = { authenticated: false, encrypted: false };

/** As the gateway's store counts, but that it forgets with the test. */
class Counters implements CounterStore {
  durable = true;
  isFull = false;
  readonly leaps = new Leaps();
  readonly kept = new Map<string, number>();
  readonly heard = {
    get: (name: string) => this.kept.get(name),
    hear: (name: string, counter: number) => void this.kept.set(name, counter),
  };
  readonly given: number[] = [];
  #next: number | undefined;

  constructor(next?: number) {
    this.#next = next;
  }

  knows(): boolean {
    return this.#next !== undefined;
  }

  async reserve(_name: string, count: number, atLeast = 0): Promise<number> {
    if (this.isFull) throw new Error('No space left on device');
    const first = Math.max(this.#next ?? 0, atLeast);
    this.#next = first + count;
    this.given.push(first);
    return first;
  }
}

describe('DLMS security', () => {
  afterEach(() => {
    mock.timers.reset();
    endLines();
  });

  const dialIn = async (
    options: SecuredMeterOptions = {},
    { profile = GMAC, counters = new Counters(0), memory = new Map<string, unknown>() } = {},
  ) => {
    const { link, meter: caller } = await line();
    const meter = new SecuredMeter(caller.socket, options);
    const client = new DlmsClient(link, [profile], counters);
    client.remember(memory);
    return { meter, client, counters, memory, link };
  };

  describe('each side proves who it is', () => {
    const by = (authentication: Authentication): AssociationProfile => ({
      ...GMAC,
      authentication,
      security: { ...KEYS, protection: PLAIN },
    });

    for (const [proof, authentication] of [
      ['md5', { mechanism: 'hls-md5', secret: SECRET }],
      ['sha1', { mechanism: 'hls-sha1', secret: SECRET }],
      ['sha256', { mechanism: 'hls-sha256', secret: SECRET }],
      ['gmac', { mechanism: 'hls-gmac' }],
      ['ecdsa', { mechanism: 'hls-ecdsa', keys: SIGNING_KEYS }],
    ] as const) {
      it(`by ${proof}`, async () => {
        const profile = by(authentication);
        const { client, meter } = await dialIn({ proof, ciphered: false }, { profile });
        (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
        meter.requests.should.eql(['60', 'c3', 'c0']);
      });

      it(`by ${proof}, and a meter with another secret is not trusted`, async () => {
        const profile = by(authentication);
        const faulty = { proof, ciphered: false, fault: 'wrong-proof' } as const;
        const { client, meter } = await dialIn(faulty, { profile });
        await client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'meter-not-trusted' });
        meter.requests.should.eql(['60', 'c3', '62']);
      });
    }

    it('by nothing that the other has said itself', async () => {
      const { client, meter } = await dialIn({ fault: 'our-challenge' });
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'meter-not-trusted' });
      meter.requests.should.eql(['60', '62']);
    });

    it('under no title of ours, which our own proofs are under', async () => {
      const profile = by({ mechanism: 'hls-gmac' });
      const { client, meter } = await dialIn({ ciphered: false, fault: 'our-title' }, { profile });
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith({
        code: 'meter-not-trusted',
        message: /our own system title/,
      });
      meter.requests.should.eql(['60']);
    });

    it('and a wrong secret of ours is a failed association', async () => {
      const profile = by({ mechanism: 'hls-md5', secret: Buffer.from('another secret') });
      const { client } = await dialIn({ proof: 'md5', ciphered: false }, { profile });
      await client
        .get(ENERGY, OPTIONS)
        .should.be.rejectedWith({ code: 'association-failed', message: /read-write-denied/ });
    });
  });

  describe('a ciphered association', () => {
    it('reads under the global key, each request with a counter of its own', async () => {
      const { client, meter, counters } = await dialIn();
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      meter.requests.should.eql(['60', 'c3', 'c0', 'c0']);
      // The proof takes one too.
      counters.given.should.eql([0, 1, 2, 3, 4]);
      meter.counters.should.eql([0, 2, 3, 4]);
    });

    it('reads under a dedicated key that is another one each time', async () => {
      const profile = { ...GMAC, security: { ...KEYS, dedicatedKey: true } };
      const counters = new Counters(0);
      const keys = new Set<string>();
      for (let link = 0; link < 2; link++) {
        const { client, meter } = await dialIn({}, { profile, counters });
        (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
        meter.requests.should.eql(['60', 'c3', 'c0']);
        keys.add(meter.dedicatedKey?.toString('hex') ?? '');
      }
      keys.size.should.equal(2);
      Math.min(...[...keys].map((key) => key.length)).should.equal(32);
    });

    it('without counters on disk is not opened', async () => {
      const counters = new Counters(0);
      counters.durable = false;
      const { client, meter } = await dialIn({}, { counters });
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'storage-failed' });
      meter.requests.should.eql([]);
    });

    it('on a full disk is not opened, and what is open says no more', async () => {
      const counters = new Counters(0);
      counters.isFull = true;
      const { client, meter } = await dialIn({}, { counters });
      const failure = { code: 'storage-failed', message: /No space left on device/ };
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith(failure);
      meter.requests.should.eql([]);
      counters.isFull = false;
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      counters.isFull = true;
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith(failure);
      meter.requests.should.eql(['60', 'c3', 'c0']);
    });

    it('in which a meter answers in plain is not trusted', async () => {
      const { client } = await dialIn({ fault: 'plain-answer' });
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith({
        code: 'meter-not-trusted',
        message: /a plain APDU/,
      });
    });

    it('that a meter accepts in plain is not trusted', async () => {
      const { client } = await dialIn({ fault: 'plain-accept' });
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'meter-not-trusted' });
    });

    it('takes no answer twice', async () => {
      const { client } = await dialIn({ fault: 'replay' });
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith({
        code: 'meter-not-trusted',
        message: /invocation counter/,
      });
    });

    it('with a meter that holds another key fails, and its answers are not believed', async () => {
      const other = Buffer.from('0102030405060708090a0b0c0d0e0f11', 'hex');
      const { client } = await dialIn({ encryptionKey: other });
      await client.get(ENERGY, QUICK).should.be.rejectedWith({ code: 'association-failed' });
    });

    it('with a meter of another title than expected is not trusted', async () => {
      const profile = { ...GMAC, meterTitle: Buffer.from('4752580000005678', 'hex') };
      const { client } = await dialIn({}, { profile });
      await client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'meter-not-trusted' });
    });

    it('without challenges remembers how far the meter has counted under a key, over a new link', async () => {
      const profile: AssociationProfile = { ...GMAC, authentication: { mechanism: 'none' } };
      const counters = new Counters(0);
      const first = await dialIn({ proof: 'none', ownCounter: 50 }, { profile, counters });
      (await first.client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      const again = await dialIn({ proof: 'none', ownCounter: 40 }, { profile, counters });
      await again.client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'meter-not-trusted' });
      const encryptionKey = Buffer.from('be0f5a7d21c39e6480b14f7728d3a95c', 'hex');
      const changed = { ...profile, security: { ...KEYS, encryptionKey } };
      const other = await dialIn(
        { proof: 'none', ownCounter: 0, encryptionKey },
        { profile: changed, counters },
      );
      (await other.client.get(ENERGY, OPTIONS)).should.eql(VALUE);
    });
  });

  describe('a push in the middle of a ciphered read is passed on, and the answer still found', () => {
    const profile: AssociationProfile = { ...GMAC, authentication: { mechanism: 'none' } };

    /** `heard`: the meter's highest counter, after an AARE and two answers. */
    for (const [what, push, start, heard] of [
      ['in plain', 'plain', '000100010001000b0f00000001000600005c54', 3],
      ['ciphered', 'sealed', '0001000100010027db0847525800000012341c300000', 5],
      [
        'with less protection',
        'authenticated',
        '0001000100010027db0847525800000012341c10000000',
        5,
      ],
      ['that comes twice', 'same-again', '0001000100010027db0847525800000012341c300000', 4],
    ] as const) {
      it(what, async () => {
        const options = { proof: 'none', push } as const;
        const { client, meter, counters, link } = await dialIn(options, { profile });
        const passedOn: string[] = [];
        link.on('unsolicited', ({ octets }) => passedOn.push(Buffer.from(octets).toString('hex')));
        (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
        (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
        passedOn.map((hex) => hex.slice(0, start.length)).should.eql([start, start]);
        meter.counters.should.eql([0, 1, 2]);
        [...counters.kept.values()].should.eql([heard]);
      });
    }
  });

  describe('an invocation counter', () => {
    it('that is not known is asked of the meter as everybody may', async () => {
      const counters = new Counters();
      const { client, meter } = await dialIn({ publicClient: 16, counter: 4711 }, { counters });
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      meter.requests.should.eql(['public', '60', 'c3', 'c0']);
      meter.counters[0]?.should.equal(4712);
    });

    it('that is not known, and that the meter does not tell, opens nothing', async () => {
      const counters = new Counters();
      const { client, meter } = await dialIn({ counter: 4711 }, { counters });
      await client.get(ENERGY, QUICK).should.be.rejectedWith({
        code: 'association-failed',
        message: /does not tell its invocation counter/,
      });
      meter.requests.should.eql([]);
    });

    it('that the meter tells as a number that none is opens nothing', async () => {
      const counters = new Counters();
      const told = { publicClient: 16, toldCounter: '05 FFFFFFF0' };
      const { client, meter } = await dialIn(told, { counters });
      await client.get(ENERGY, QUICK).should.be.rejectedWith({ code: 'association-failed' });
      meter.requests.should.eql(['public']);
    });

    it('begins where the profile says for a meter that does not tell', async () => {
      const counters = new Counters();
      const profile = { ...GMAC, security: { ...KEYS, firstCounter: 5_000 } };
      const { client, meter } = await dialIn({ counter: 4711 }, { counters, profile });
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      meter.counters[0]?.should.equal(5_000);
    });

    it('that has fallen behind is taken from the exception, if it is no great leap', async () => {
      const counters = new Counters(10);
      const { client, meter } = await dialIn({ counter: 4711, hints: true }, { counters });
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      meter.counters.slice(0, 2).should.eql([10, 4712]);
    });

    it('is not moved by an exception that asks for more than 65,536 numbers', async () => {
      const counters = new Counters(10);
      const { client } = await dialIn({ counter: 0xffff_fff0, hints: true }, { counters });
      await client.get(ENERGY, QUICK).should.be.rejectedWith({ code: 'association-failed' });
      Math.max(...counters.given).should.be.below(100);
    });

    for (const [counter, wanted] of [
      [65_546, true],
      [65_547, false],
    ] as const) {
      it(`goes from 11 to ${counter + 1} on an exception's word: ${wanted}`, async () => {
        const counters = new Counters(10);
        const { client } = await dialIn({ counter, hints: true }, { counters });
        const read = client.get(ENERGY, QUICK);
        await (wanted ? read : read.should.be.rejectedWith({ code: 'association-failed' }));
        counters.given.includes(counter + 1).should.equal(wanted);
      });
    }

    it('is moved once on the word of somebody who never proves it', async () => {
      const counters = new Counters(10);
      const other = Buffer.from('0102030405060708090a0b0c0d0e0f11', 'hex');
      for (const counter of [1_000, 2_000, 3_000]) {
        const impostor = { counter, hints: true, encryptionKey: other };
        const { client } = await dialIn(impostor, { counters });
        await client.get(ENERGY, QUICK).should.be.rejectedWith({ code: 'association-failed' });
      }
      Math.max(...counters.given).should.be.within(1_001, 1_010);
      const { client } = await dialIn({ counter: 1_000 }, { counters });
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      const ahead = await dialIn({ counter: 5_000, hints: true }, { counters });
      (await ahead.client.get(ENERGY, OPTIONS)).should.eql(VALUE);
    });

    it('that has fallen behind is asked of the meter', async () => {
      const counters = new Counters(10);
      const meterAhead = { counter: 200_000, publicClient: 16 };
      const { client, meter } = await dialIn(meterAhead, { counters });
      (await client.get(ENERGY, OPTIONS)).should.eql(VALUE);
      meter.counters.slice(0, 2).should.eql([10, 200_001]);
    });

    it('is not moved by a meter that would use up all that there are', async () => {
      for (const counters of [new Counters(10), new Counters()]) {
        const meterAhead = { counter: 0xffff_fff0, publicClient: 16 };
        const { client } = await dialIn(meterAhead, { counters });
        await client.get(ENERGY, OPTIONS).should.be.rejectedWith({ code: 'association-failed' });
        Math.max(0, ...counters.given).should.be.below(100);
      }
    });
  });

  it('a silent meter is asked four times, and given up within the time for one answer', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const inHdlc: AssociationProfile = { ...GMAC, name: 'in-hdlc', transport: { kind: 'hdlc' } };
    const { link, meter } = await line();
    const client = new DlmsClient(link, [GMAC, inHdlc], new Counters(10));
    const asked: string[] = [];
    meter.socket.on('data', (octets) => asked.push(octets.toString('hex', 0, 5)));
    const read = client.get(ENERGY, { priority: 'poll', timeout: 10_000 });
    read.catch(() => undefined);
    for (let count = 1; count <= 4; count++) {
      await until(() => asked.length === count);
      mock.timers.tick(2_500);
    }
    await read.should.be.rejectedWith({ code: 'association-failed' });
    // The client's wPort or address: by its own, then as everybody may, in the wrapper and in HDLC.
    asked.should.eql(['0001000100', '0001001000', '7ea01e0303', '7ea01e0321']);
  });

  it('a meter in HDLC that is not known is reached where the wrapper is silent', async () => {
    const inHdlc: AssociationProfile = { ...GMAC, name: 'in-hdlc', transport: { kind: 'hdlc' } };
    const { link, meter } = await line();
    const client = new DlmsClient(link, [GMAC, inHdlc], new Counters());
    const asked: string[] = [];
    meter.socket.on('data', (octets) => asked.push(octets.toString('hex', 0, 5)));
    await client.get(ENERGY, QUICK).should.be.rejectedWith({ code: 'association-failed' });
    asked.should.eql(['0001001000', '7ea01e0321']);
  });

  it('a meter that answered by one transport is asked by others only after it was silent there', async () => {
    const inHdlc: AssociationProfile = { ...GMAC, name: 'in-hdlc', transport: { kind: 'hdlc' } };
    const memory = new Map<string, unknown>();
    const { client: once } = await dialIn({}, { memory });
    (await once.get(ENERGY, OPTIONS)).should.eql(VALUE);
    const { link, meter: silent } = await line();
    const client = new DlmsClient(link, [inHdlc, GMAC], new Counters(10));
    client.remember(memory);
    const starts: string[] = [];
    silent.socket.on('data', (octets) => starts.push(octets.toString('hex', 0, 1)));
    for (let turn = 0; turn < 3; turn++) {
      await client.get(ENERGY, QUICK).should.be.rejectedWith({ code: 'association-failed' });
    }
    [...new Set(starts.slice(0, 2))].should.eql(['00']);
    [...new Set(starts.slice(2, 4))].should.eql(['7e']);
    [...new Set(starts.slice(4))].should.eql(['00']);
  });

  it('with keys, a meter is never spoken to in plain', async () => {
    const { client, meter } = await dialIn({ encryptionKey: AUTHENTICATION_KEY });
    await client.get(ENERGY, QUICK).should.be.rejectedWith({ code: 'association-failed' });
    meter.requests.filter((request) => request === 'c0').should.eql([]);
  });
});
