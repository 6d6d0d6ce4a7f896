import 'should';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { Caller } from '../helpers/caller';
import { type Flow, hexOf, load, type Seen, unload } from '../helpers/flow';
import { freePort, isFree } from '../helpers/ports';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';
/** 231.9 V of 000012345678. */
const VOLTAGE = '68785634120000689106333434354c56ed16';
/** Asks 000012345678 for its energy. */
const READ = '6878563412000068110433333433c616';
const PUSH = '0001000100010010c200000301000c0700ff020600005c54';
/** Switches a relay off: DL/T 645 function 1CH with N1 = 1AH, of 000012345678. */
const TRIP =
  '6878563412000068 1c 10 35 67 45 23 33 33 33 33 4d 33 35 3c 43 34 34 59 d516'.replaceAll(' ', '');

describe('ivy-tcp-listener', () => {
  const callers: Caller[] = [];
  let port: number;

  beforeEach(async () => {
    port = await freePort();
  });
  afterEach(async () => {
    for (const caller of callers.splice(0)) caller.hangUp();
    await unload();
  });

  async function node(settings: object = {}, gatewaySettings: object = {}): Promise<Flow> {
    const flow = await load(
      [gateway, listener],
      [
        { id: 'gw', type: 'ivy-gateway', ...gatewaySettings },
        {
          id: 'node',
          type: 'ivy-tcp-listener',
          gateway: 'gw',
          host: '127.0.0.1',
          port,
          ...settings,
        },
      ],
    );
    return flow;
  }

  async function listening(settings: object = {}, gatewaySettings: object = {}): Promise<Flow> {
    const flow = await node({ port: String(port), ...settings }, gatewaySettings);
    await flow.statusMatching('node', /^0 meters, 0 links$/);
    return flow;
  }

  async function dial(): Promise<Caller> {
    const caller = await Caller.dial(port);
    callers.push(caller);
    return caller;
  }

  /** A meter that is known, and the message of its heartbeat. */
  async function meter(flow: Flow): Promise<{ caller: Caller; heartbeat: Seen }> {
    const caller = await dial();
    caller.say(HEARTBEAT);
    return { caller, heartbeat: await flow.next('node', 1) };
  }

  describe('frames', () => {
    it('come one a message, with who sent them', async () => {
      const flow = await listening();
      const { caller, heartbeat } = await meter(flow);
      hexOf(heartbeat).should.equal(HEARTBEAT);
      heartbeat.should.have.property('protocol', 'heartbeat');
      const { link, ...who } = heartbeat.meter;
      who.should.deepEqual({
        id: METER,
        protocol: 'dlms',
        remoteAddress: '127.0.0.1',
        remotePort: caller.port,
      });
      (link as string).should.match(/\S/);
    });

    it('are told apart by msg.protocol, glued together as they may be', async () => {
      const flow = await listening();
      const { caller, heartbeat } = await meter(flow);
      caller.say(`aabb${PUSH}${HEARTBEAT}`);
      const messages = [];
      for (let frame = 0; frame < 3; frame++) messages.push(await flow.next('node', 1));
      messages
        .map((message) => [message['protocol'], hexOf(message)])
        .should.deepEqual([
          ['unknown', 'aabb'],
          ['dlms', PUSH],
          ['heartbeat', HEARTBEAT],
        ]);
      for (const message of messages) message.meter.should.deepEqual(heartbeat.meter);
    });

    it('of DL/T 645 identify their sender by the address in them', async () => {
      const flow = await listening();
      (await dial()).say(VOLTAGE);
      const message = await flow.next('node', 1);
      message.should.have.property('protocol', 'dlt645');
      message.meter.should.have.properties({ id: '000012345678', protocol: 'dlt645' });
    });

    it('of nobody yet carry the link, and no id', async () => {
      const flow = await listening();
      (await dial()).say(PUSH);
      const { meter } = await flow.next('node', 1);
      meter.should.have.properties(['link', 'remoteAddress', 'remotePort']);
      meter.should.not.have.properties(['id']);
    });

    it('of another protocol are not looked for where one is set', async () => {
      const flow = await listening({ protocol: 'dlms' });
      const caller = await dial();
      caller.say(`${VOLTAGE}${HEARTBEAT}`);
      (await flow.next('node', 1)).should.have.property('protocol', 'unknown');
      (await flow.next('node', 1)).should.have.property('protocol', 'heartbeat');
    });
  });

  describe('life cycle', () => {
    it('comes ready to publish: retained status first, then the event', async () => {
      const flow = await listening();
      const { heartbeat } = await meter(flow);
      const status = await flow.next('node', 2);
      status.should.match({ topic: `ivy/v1/meters/${METER}/status`, qos: 1, retain: true });
      status.payload.should.match({
        ts: (ts: number) => Math.abs(ts - Date.now()) < 5_000,
        meterId: METER,
        online: true,
        state: 'online',
        ip: '127.0.0.1',
        protocol: 'dlms',
        gateway: 'gateway',
        link: heartbeat.meter['link'],
        epoch: (epoch: number) => epoch > 1.7e12,
      });
      const event = await flow.next('node', 2);
      event.should.match({ topic: `ivy/v1/meters/${METER}/events`, qos: 1, retain: false });
      event.payload.should.match({
        meterId: METER,
        event: 'meter_connected',
        severity: 'info',
        data: { severity: 'info' },
      });
    });

    it('tells when a meter has gone, with a higher epoch', async () => {
      const flow = await listening();
      const { caller } = await meter(flow);
      const online = await flow.next('node', 2);
      caller.hangUp();
      const isStatus = ({ topic }: Seen) => String(topic).endsWith('/status');
      const offline = await flow.find('node', 2, isStatus);
      offline.payload.should.match({ online: false, state: 'offline' });
      Number(offline.payload['epoch']).should.be.above(Number(online.payload['epoch']));
      (await flow.next('node', 2)).payload.should.match({
        event: 'meter_disconnected',
        severity: 'warning',
      });
    });

    it('uses topic prefix and id of the gateway', async () => {
      const flow = await listening({}, { topicPrefix: 'plant/7', gatewayId: 'north' });
      await meter(flow);
      (await flow.next('node', 2)).should.match({
        topic: `plant/7/meters/${METER}/status`,
        payload: { gateway: 'north' },
      });
    });

    it('shows how many meters and links there are', async () => {
      const flow = await listening();
      await meter(flow);
      await dial();
      (await flow.statusMatching('node', /^1 meter, 2 links$/)).should.match({ fill: 'green' });
    });
  });

  describe('an acknowledgement', () => {
    it('goes out at once, to a link or to a meter', async () => {
      const flow = await listening();
      const { caller, heartbeat } = await meter(flow);
      const { id, link } = heartbeat.meter;
      flow.send('node', { payload: Buffer.from('0a02', 'hex'), expect: false, meter: { link } });
      flow.send('node', { payload: '0a 03', expect: false, meter: { id } });
      flow.send('node', { payload: [0x0a, 4], expect: false, meter: heartbeat.meter });
      (await caller.hear(6)).should.equal('0a020a030a04');
    });

    it('may be a heartbeat that is sent back', async () => {
      const flow = await listening();
      const { caller, heartbeat } = await meter(flow);
      flow.send('node', { payload: heartbeat.payload, expect: false, meter: heartbeat.meter });
      (await caller.hear(26)).should.equal(HEARTBEAT);
    });

    it('for nobody who is there fails with meter-not-connected', async () => {
      const flow = await listening();
      for (const meter of [undefined, {}, { id: METER }, { link: 'gone' }]) {
        flow.send('node', { payload: '0a02', expect: false, meter });
        (await flow.caught()).error.should.match({ code: 'meter-not-connected' });
      }
    });

    it('may be a frame that only asks', async () => {
      const flow = await listening();
      const { caller, heartbeat } = await meter(flow);
      flow.send('node', { payload: READ, expect: false, meter: heartbeat.meter });
      (await caller.hear(16)).should.equal(READ);
    });

    it('for a link does not reach the one that has followed it', async () => {
      const flow = await listening();
      const { caller, heartbeat } = await meter(flow);
      caller.hangUp();
      await meter(flow);
      for (const order of [{ payload: '0a02', expect: false }, { command: 'disconnect' }]) {
        flow.send('node', { ...order, meter: heartbeat.meter });
        (await flow.caught()).error.should.match({ code: 'meter-not-connected' });
      }
    });

    const action = 'c301c100460000600301ff0100';
    const frames: readonly (readonly [what: string, ...hex: string[]])[] = [
      ['a DL/T 645 frame', TRIP],
      ['a DL/T 645 frame behind lead bytes', `fefefefe${TRIP}`],
      ['a DL/T 645 frame behind noise', `000a02ff68${TRIP}`],
      ['a DL/T 645 frame behind a heartbeat', `${HEARTBEAT}${TRIP}`],
      ['a DL/T 645 frame inside what claims to be longer', `000100010001ffffc0${TRIP}`],
      ['a DL/T 645 frame in two messages', TRIP.slice(0, 16), TRIP.slice(16)],
      ['a DL/T 645 frame octet by octet', ...(TRIP.match(/../g) ?? [])],
      ['a bare APDU', action],
      ['a bare APDU behind what begins another frame', '68aaaaaaaaaaaa6811ff', action],
      ['a wrapped APDU', `000100100001000d${action}`],
      ['a wrapped APDU behind noise', `ffff000100100001000d${action}`],
      ['a wrapped APDU in two messages', '000100100001', `000d${action}`],
    ];
    for (const [what, ...messages] of frames) {
      it(`that holds ${what} which switches is refused`, async () => {
        const flow = await listening();
        const { caller, heartbeat } = await meter(flow);
        for (const payload of messages) {
          flow.send('node', { payload, expect: false, meter: heartbeat.meter });
        }
        const { error } = await flow.caught();
        error.should.match({ code: 'relay-disabled', message: /not allowed/ });
        await flow.done('node', messages.length);
        caller.say(HEARTBEAT);
        await flow.next('node', 1);
        caller.received.length.should.be.below(messages.join('').length);
      });
    }
  });

  describe('the mirror', () => {
    it('shows both directions as they came and went', async () => {
      const flow = await listening({ mirror: true });
      const { heartbeat } = await meter(flow);
      flow.send('node', { payload: '0a02', expect: false, meter: heartbeat.meter });
      const incoming = await flow.next('node', 4);
      hexOf(incoming).should.equal(HEARTBEAT);
      incoming.should.match({ direction: 'in', meter: { link: heartbeat.meter['link'] } });
      const outgoing = await flow.next('node', 4);
      hexOf(outgoing).should.equal('0a02');
      outgoing.should.match({ direction: 'out', meter: { link: heartbeat.meter['link'] } });
    });

    it('says who it is once that is known', async () => {
      const flow = await listening({ mirror: true });
      const { caller } = await meter(flow);
      caller.say(PUSH);
      await flow.find('node', 4, ({ meter }) => meter['id'] === METER);
    });

    it('is off unless it is wished', async () => {
      const flow = await listening();
      await meter(flow);
      flow.rest('node', 4).should.deepEqual([]);
    });
  });

  describe('the port', () => {
    it('is free within a second after the flow ends, with idle links on it', async () => {
      const flow = await listening();
      const { caller } = await meter(flow);
      const silent = await dial();
      const started = performance.now();
      await unload();
      await Promise.all([caller.closed(), silent.closed()]);
      (performance.now() - started).should.be.below(1_000);
      (await isFree(port)).should.equal(true);
    });

    it('stays open over a deploy, and the status says so', async () => {
      const flow = await listening();
      const { caller } = await meter(flow);
      await flow.redeploy();
      caller.say(HEARTBEAT);
      hexOf(await flow.next('node', 1)).should.equal(HEARTBEAT);
      caller.isClosed.should.be.false();
      await sleep(1_100);
      flow.status('node').should.have.property('text', '1 meter, 1 link');
      flow.logged('node').should.deepEqual([]);
      flow
        .logged('gw')
        .should.match([/^meter 311501114070: meter connected, link .* from 127.0.0.1$/]);
    });

    it('that is busy is shown and tried again until it is free', async () => {
      const other = createServer().listen(port, '127.0.0.1');
      await once(other, 'listening');
      const flow = await node({ port: String(port) });
      (
        await flow.statusMatching('node', new RegExp(`^cannot open port ${port}, retrying$`))
      ).should.match({
        fill: 'yellow',
        shape: 'ring',
      });
      flow
        .logged('node')
        .join()
        .should.match(/EADDRINUSE/);
      other.close();
      await flow.statusMatching('node', /^0 meters, 0 links$/, 4_000);
      await dial();
    });

    it('closes a link that is silent longer than it may be', async () => {
      await listening({ connectionTimeout: '1000' });
      const caller = await dial();
      const started = performance.now();
      await caller.closed(3_000);
      (performance.now() - started).should.be.within(900, 2_500);
    });

    it('takes no more links than it may', async () => {
      const flow = await listening({ maxConnections: '2' });
      await meter(flow);
      await dial();
      const third = await dial();
      await third.closed();
    });

    it('tells the address of a meter that a trusted proxy relays, and counts by that', async () => {
      const settings = { trustedProxies: '127.0.0.0/8', maxConnectionsPerIp: '1' };
      const flow = await listening(settings);
      const hex = (text: string) => Buffer.from(text).toString('hex');
      for (const client of ['203.0.113.7', '203.0.113.8']) {
        const caller = await dial();
        caller.say(hex(`PROXY TCP4 ${client} 10.0.0.1 40001 8899\r\n`) + HEARTBEAT);
        const { meter } = await flow.next('node', 1);
        meter.should.containEql({ id: METER, remoteAddress: client, remotePort: 40001 });
      }
      const direct = await dial();
      direct.say(HEARTBEAT);
      await direct.closed();
      flow
        .logged('node')
        .should.eql([
          '"127.0.0.1" was turned away: it is a trusted proxy, and sent no PROXY header or a bad one',
        ]);
    });

    it('takes no more links from one address than it may', async () => {
      const flow = await listening({ maxConnectionsPerIp: '1' });
      const { caller } = await meter(flow);
      const second = await dial();
      await second.closed();
      caller.isClosed.should.equal(false);
    });
  });

  it('says that it needs a gateway', async () => {
    const flow = await node({ gateway: '', port: String(port) });
    flow.status('node').should.match({ fill: 'red', text: /^choose an ivy-gateway/ });
  });
});
