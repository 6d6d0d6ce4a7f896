import 'should';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import heartbeat from '../../nodes/heartbeat/heartbeat';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import obisMap from '../../nodes/obis-map/obis-map';
import router from '../../nodes/protocol-router/protocol-router';
import { Simulator } from '../../src/simulator';
import { Caller } from '../helpers/caller';
import { type Flow, load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

const METER = '311501114070';
const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';

describe('nodes wired as the gateway flow wires them', () => {
  let flow: Flow;
  let port: number;

  beforeEach(async () => {
    port = await freePort();
    const onGateway = { gateway: 'gw' };
    flow = await load(
      [gateway, listener, router, heartbeat, dlmsDecode, obisMap, dlmsPoller],
      [
        { id: 'gw', type: 'ivy-gateway' },
        {
          ...{ id: 'listener', type: 'ivy-tcp-listener', ...onGateway, host: '127.0.0.1', port },
          wires: [['router'], ['listener:2'], [], []],
        },
        { id: 'router', type: 'protocol-router', wires: [[], ['decode'], ['heartbeat'], []] },
        {
          ...{ id: 'heartbeat', type: 'heartbeat', ack: 'true', ackPayload: '0A 02' },
          wires: [['heartbeat:1'], ['listener']],
        },
        { id: 'decode', type: 'ivy-dlms-decode', wires: [['map']] },
        { id: 'map', type: 'obis-map', ...onGateway },
        { id: 'poller', type: 'dlms-poller', ...onGateway, enabled: 'false', retries: '0' },
      ],
    );
    await flow.statusMatching('listener', /links/);
  });
  afterEach(unload);

  it('a heartbeat is acknowledged to the meter that sent it, and to no other', async () => {
    const [meter, other] = [await Caller.dial(port), await Caller.dial(port)];
    meter.say(HEARTBEAT);
    (await flow.next('heartbeat')).payload.should.have.property('meterId', METER);
    (await meter.hear(2)).should.equal('0a02');
    other.received.should.equal('');
    meter.hangUp();
    other.hangUp();
  });

  it('a push is scaled by what is proven of the meter, before and after it is polled', async () => {
    const simulator = new Simulator({ port });
    const meter = simulator.addEm114070({ address: METER, redial: false });
    simulator.start();
    await flow.next('heartbeat');

    meter.push();
    (await flow.next('map')).payload.should.match({ value: 236.36 });

    flow.send('poller', { payload: { meterId: METER } });
    await flow.find('poller', 2, ({ payload }) => 'duration' in payload);
    meter.push();
    const { payload } = await flow.next('map');
    payload.should.have.properties({ meterId: METER, register: 'VOLTAGE_TOTAL', value: 236.36 });
    payload.should.not.have.property('quality');
    await simulator.close();
  });

  it('what answers a poller does not come out of the listener as well', async () => {
    const simulator = new Simulator({ port });
    simulator.addEm114070({ address: METER, redial: false });
    simulator.start();
    await flow.next('heartbeat');
    flow.send('poller', { payload: { meterId: METER } });
    await flow.find('poller', 2, ({ payload }) => 'duration' in payload);
    flow.rest('map').should.deepEqual([]);
    flow.rest('poller').length.should.be.above(0);
    (await flow.done('router')).should.deepEqual([undefined]);
    await simulator.close();
  });
});
