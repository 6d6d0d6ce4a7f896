import 'should';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import dlt645Decode from '../../nodes/dlt645-decode/dlt645-decode';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import obisMap from '../../nodes/obis-map/obis-map';
import router from '../../nodes/protocol-router/protocol-router';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import { type ListedMeter, meterListOf } from '../../src/meters';
import { Simulator } from '../../src/simulator';
import { type Flow, load, type Seen, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

const DLT645 = '000000001234';
const DLMS = '360000000001';
const ENERGY = '68341200000000689108333333339a7856341716';
/** A clock that does not say its offset. */
const CLOCK = {
  obis: '0-0:1.0.0.255',
  classId: 8,
  data: { type: 'octet-string', value: '07ea011e05042213ff800000' },
};

const listed = (id: string, more: object): readonly ListedMeter[] => meterListOf([{ id, ...more }]);
const ratioOf40 = { name: 'Roof', group: 'North', ratio: { ct: 40, registers: 'secondary' } };

describe('the meter list, for nodes', () => {
  let flow: Flow;
  let port: number;
  let simulator: Simulator;

  beforeEach(async () => {
    port = await freePort();
    const onGateway = { gateway: 'gw' };
    const poller = { ...onGateway, enabled: 'false', timeout: '300', retries: '0' };
    flow = await load(
      [gateway, listener, router, dlt645Decode, dlmsDecode, obisMap, dlmsPoller, dlt645Poller],
      [
        { id: 'gw', type: 'ivy-gateway', timezone: 'Europe/Berlin' },
        {
          ...{ id: 'listener', type: 'ivy-tcp-listener', ...onGateway, host: '127.0.0.1', port },
          wires: [['router', 'listener:1'], ['listener:2'], [], []],
        },
        { id: 'router', type: 'protocol-router', wires: [['decode'], [], [], []] },
        { id: 'decode', type: 'dlt645-decode', ...onGateway },
        { id: 'map', type: 'obis-map', ...onGateway },
        { id: 'dlms', type: 'dlms-poller', ...poller },
        { id: 'dlt645', type: 'dlt645-poller', ...poller },
      ],
    );
    await flow.statusMatching('listener', /links/);
    simulator = new Simulator({ port });
  });

  afterEach(async () => {
    await simulator.close();
    await unload();
  });

  async function list(meters: readonly ListedMeter[]): Promise<void> {
    await (flow.node('gw') as GatewayNode).gateway?.roster.replace(meters);
  }

  async function online(meterId: string): Promise<void> {
    simulator.start();
    const isOnline = ({ payload }: Seen) =>
      payload['meterId'] === meterId && payload['online'] === true;
    await flow.find('listener', 2, isOnline, 4_000);
  }

  const ofEnergy = ({ payload }: Seen) => payload['unit'] === 'kWh';

  it('a ratio of 40 makes what is polled by DLMS primary, and is shown', async () => {
    await list(listed(DLMS, ratioOf40));
    simulator.addDlmsMeter({ address: DLMS, redial: false });
    await online(DLMS);
    flow.send('dlms', { payload: { meterId: DLMS } });
    const { payload, meter, topic } = await flow.find('dlms', 1, ofEnergy);
    payload.should.match({ value: 493828.4, rawValue: 1234571, unit: 'kWh', ratio: 40 });
    meter.should.match({ id: DLMS, name: 'Roof', group: 'North', protocol: 'dlms' });
    (topic as string).should.equal(`ivy/v1/meters/${DLMS}/telemetry`);
  });

  it('a ratio of 40 makes what is polled by DL/T 645 primary, and is shown', async () => {
    await list(listed(DLT645, ratioOf40));
    simulator.addDlt645Meter({ address: DLT645, redial: false });
    await online(DLT645);
    flow.send('dlt645', { payload: { meterId: DLT645 } });
    const { payload } = await flow.find('dlt645', 1, ofEnergy);
    payload.should.match({ value: 493826.8, rawValue: 1234567, unit: 'kWh', ratio: 40 });
  });

  it('a ratio of 40 makes what is pushed primary', async () => {
    await list(listed(DLT645, ratioOf40));
    flow.send('decode', { payload: ENERGY });
    (await flow.next('decode')).payload.should.match({ value: 493826.8, ratio: 40 });
    flow.send('map', {
      meter: { id: DLT645 },
      payload: [{ obis: '1-0:1.8.0.255', value: 1234571, scaler: -2, unit: 30 }],
    });
    (await flow.next('map')).payload.should.match({ dataId: '1-0:1.8.0.255', ratio: 40 });
  });

  it('a change holds for the next reading', async () => {
    flow.send('decode', { payload: ENERGY });
    const before = await flow.next('decode');
    before.payload.should.match({ value: 12345.67 });
    before.payload.should.not.have.property('ratio');
    await list(listed(DLT645, ratioOf40));
    flow.send('decode', { payload: ENERGY });
    (await flow.next('decode')).payload.should.match({ value: 493826.8, ratio: 40 });
  });

  it('frames of a meter carry its name and group', async () => {
    await list(listed(DLT645, ratioOf40));
    simulator.addDlt645Meter({ address: DLT645, pushEvery: 50, redial: false });
    await online(DLT645);
    const { meter } = await flow.find('listener', 1, (message) => message.meter['id'] === DLT645);
    meter.should.match({ name: 'Roof', group: 'North', protocol: 'dlt645' });
  });

  it('the zone of a meter is its own, else that of the gateway', async () => {
    await list(listed(DLMS, { timezone: 'Asia/Shanghai' }));
    for (const [meterId, meterTs] of [
      [DLMS, Date.UTC(2026, 0, 29, 20, 34, 19)],
      [DLT645, Date.UTC(2026, 0, 30, 3, 34, 19)],
    ] as const) {
      flow.send('map', { meter: { id: meterId }, payload: [CLOCK] });
      const { payload } = await flow.next('map');
      payload.should.match({ meterTime: '2026-01-30T04:34:19', meterTs });
    }
  });
});
