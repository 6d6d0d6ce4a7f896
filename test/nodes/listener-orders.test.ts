import 'should';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { Caller } from '../helpers/caller';
import { type Flow, hexOf, load, type Seen, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';
/** Asks 000012345678 for its energy, and what it answers. */
const READ = '6878563412000068110433333433c616';
const ENERGY = '68785634120000689108333334339a785634e616';
/** Asks whoever is there for the address: 000012345678. */
const READ_ADDRESS = '68aaaaaaaaaaaa681300df16';
const ADDRESS = '68785634120000689306ab8967453333c316';
/** Says nothing of who sent it. */
const PUSH = '0001000100010010c200000301000c0700ff020600005c54';
const SET_CLOCK = '000100100001000fc101c100080000010000ff02001105';

describe('an order to ivy-tcp-listener', () => {
  const callers: Caller[] = [];
  let port: number;
  let flow: Flow;
  let caller: Caller;
  let heartbeat: Seen;

  beforeEach(async () => {
    port = await freePort();
    const gw = { gateway: 'gw', host: '127.0.0.1' };
    flow = await load(
      [gateway, listener],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'node', type: 'ivy-tcp-listener', ...gw, port },
        { id: 'other', type: 'ivy-tcp-listener', ...gw, port: await freePort() },
      ],
    );
    await flow.statusMatching('node', /^0 meters, 0 links$/);
    caller = await dial();
    caller.say(HEARTBEAT);
    heartbeat = await flow.next('node', 1);
  });
  afterEach(async () => {
    for (const one of callers.splice(0)) one.hangUp();
    await unload();
  });

  async function dial(): Promise<Caller> {
    const dialled = await Caller.dial(port);
    callers.push(dialled);
    return dialled;
  }

  describe('with octets', () => {
    it('gives the answer out of output 3, with the properties of the request', async () => {
      const request = { payload: READ, meter: { id: METER }, topic: 'mine', _msgid: 'abc' };
      flow.send('node', request);
      await caller.hear(16);
      caller.say(ENERGY);
      const answer = await flow.next('node', 3);
      hexOf(answer).should.equal(ENERGY);
      answer.should.containEql({ topic: 'mine', _msgid: 'abc', protocol: 'dlt645' });
      answer.meter.should.containEql({ id: METER, link: heartbeat.meter['link'] });
      (await flow.done('node')).should.eql([undefined]);
      flow.rest('node', 1).should.eql([]);
    });

    it('leaves the answer to output 3 of the listener that was asked', async () => {
      flow.send('other', { payload: READ, meter: heartbeat.meter });
      await caller.hear(16);
      caller.say(ENERGY);
      hexOf(await flow.next('other', 3)).should.equal(ENERGY);
      flow.rest('node', 3).should.eql([]);
    });

    it('waits until the one before is answered', async () => {
      flow.send('node', { payload: READ, meter: { id: METER }, first: true });
      flow.send('node', { payload: READ_ADDRESS, meter: { id: METER } });
      await caller.hear(16);
      caller.received.should.equal(READ);
      caller.say(ENERGY);
      await caller.hear(28);
      caller.received.should.equal(READ + READ_ADDRESS);
      caller.say(ADDRESS);
      hexOf(await flow.next('node', 3)).should.equal(ENERGY);
      hexOf(await flow.next('node', 3)).should.equal(ADDRESS);
    });

    it('that nobody answers is a command-timeout, on output 3 and for Catch', async () => {
      flow.send('node', { payload: READ, meter: { id: METER }, timeout: 50, topic: 'mine' });
      const outcome = await flow.next('node', 3);
      outcome.should.match({
        payload: null,
        topic: 'mine',
        error: { code: 'command-timeout', message: 'Command timeout after 50ms' },
        meter: { id: METER },
      });
      (await flow.caught()).error.should.match({ code: 'command-timeout' });
    });

    it('fails with meter-not-connected when the link closes', async () => {
      flow.send('node', { payload: READ, meter: { id: METER } });
      await caller.hear(16);
      caller.hangUp();
      (await flow.next('node', 3)).error.should.match({ code: 'meter-not-connected' });
    });

    it('that would write are refused, and nothing is sent', async () => {
      flow.send('node', { payload: SET_CLOCK, meter: { id: METER } });
      const { error } = await flow.next('node', 3);
      error.should.eql({ code: 'write-disabled', message: 'not allowed: SET 8/0-0:1.0.0.255/2' });
      caller.received.should.equal('');
    });

    it('finds the meter again where its link is gone', async () => {
      caller.hangUp();
      const again = await dial();
      again.say(HEARTBEAT);
      await flow.next('node', 1);
      flow.send('node', { payload: READ, meter: heartbeat.meter });
      await again.hear(16);
    });

    it('is answered by the successor where a deploy comes between', async () => {
      flow.send('node', { payload: READ, meter: { id: METER }, topic: 'mine' });
      await caller.hear(16);
      const deployed = flow.redeploy();
      caller.say(ENERGY);
      await deployed;
      const answer = await flow.next('node', 3);
      hexOf(answer).should.equal(ENERGY);
      answer.should.have.property('topic', 'mine');
    });

    it('that fails after a deploy leaves the successor its status', async () => {
      flow.send('node', { payload: READ, meter: { id: METER }, timeout: 300 });
      await caller.hear(16);
      await flow.redeploy();
      (await flow.next('node', 3)).error.should.match({ code: 'command-timeout' });
      await flow.done('node');
      flow.status('node').should.containEql({ fill: 'green' });
    });

    for (const timeout of [0, -1, 600_001, '1000', Number.NaN]) {
      it(`is refused with a timeout of ${JSON.stringify(timeout)}`, async () => {
        flow.send('node', { payload: READ, meter: { id: METER }, timeout });
        (await flow.caught()).error.should.match({ code: 'invalid-request' });
      });
    }
  });

  describe('disconnect', () => {
    it('closes the link, and the meter is offline', async () => {
      flow.send('node', { command: 'disconnect', meter: { id: METER } });
      await caller.closed();
      await flow.find('node', 2, ({ payload }) => payload['state'] === 'offline');
      (await flow.done('node')).should.eql([undefined]);
    });
  });

  describe('ask-address', () => {
    it('asks who is on the link, and makes it known', async () => {
      const { meter } = heartbeat;
      flow.send('node', { command: 'ask-address', meter, topic: 'mine' });
      await caller.hear(12);
      caller.received.should.equal(READ_ADDRESS);
      caller.say(ADDRESS);
      (await flow.next('node', 3)).should.match({
        payload: { meterId: '000012345678', protocol: 'dlt645' },
        topic: 'mine',
        meter: { id: '000012345678', link: meter['link'] },
      });
      await flow.find('node', 2, ({ payload }) => payload['meterId'] === '000012345678');
    });
  });

  describe('identify', () => {
    async function stranger(): Promise<{ silent: Caller; link: unknown }> {
      const silent = await dial();
      silent.say(PUSH);
      const { meter } = await flow.next('node', 1);
      return { silent, link: meter['link'] };
    }

    it('tells who is on a link', async () => {
      const { silent, link } = await stranger();
      flow.send('node', { command: 'identify', meter: { link, id: 'site-7' } });
      const online = await flow.find('node', 2, ({ payload }) => payload['meterId'] === 'site-7');
      online.payload.should.containEql({ state: 'online', link });
      silent.say(PUSH);
      (await flow.next('node', 1)).meter.should.containEql({ id: 'site-7', link });
    });

    it('names the address of a DL/T 645 meter where that is not its id', async () => {
      const { silent, link } = await stranger();
      const meter = { link, id: 'site-7', protocol: 'dlt645', address: '000012345678' };
      flow.send('node', { command: 'identify', meter });
      await flow.find('node', 2, ({ payload }) => payload['meterId'] === 'site-7');
      silent.say(ENERGY);
      (await flow.next('node', 1)).meter.should.containEql({ id: 'site-7', protocol: 'dlt645' });
    });

    for (const [what, meter] of [
      ['no id', {}],
      ['an id that may not stand in a topic', { id: 'a/b' }],
      ['a protocol that is none', { id: 'site-7', protocol: 'modbus' }],
      ['a DL/T 645 meter without an address', { id: 'site-7', protocol: 'dlt645' }],
    ] as const) {
      it(`with ${what} is refused`, async () => {
        const { link } = heartbeat.meter;
        flow.send('node', { command: 'identify', meter: { link, ...meter } });
        (await flow.caught()).error.should.match({ code: 'invalid-request' });
      });
    }
  });

  it('that is none of these is refused', async () => {
    for (const command of ['reboot', '', 5, {}, 'constructor']) {
      flow.send('node', { command, meter: { id: METER } });
      (await flow.caught()).error.should.match({ code: 'invalid-request' });
    }
  });

  it('for nobody who is there fails with meter-not-connected', async () => {
    for (const command of ['disconnect', 'ask-address', 'identify', undefined]) {
      for (const meter of [undefined, null, 'x', { id: 'nobody' }, { link: 'gone' }]) {
        flow.send('node', { command, payload: READ, meter });
        (await flow.caught()).error.should.match({ code: 'meter-not-connected' });
      }
    }
  });
});
