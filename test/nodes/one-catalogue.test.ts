import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import 'should';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import command from '../../nodes/ivy-command/ivy-command';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import obisMap from '../../nodes/obis-map/obis-map';
import router from '../../nodes/protocol-router/protocol-router';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import { type SimulatedMeter, Simulator } from '../../src/simulator';
import { type Flow, load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';
import { until } from '../helpers/until';

const METER = '311501114070';
const VOLTAGE = '1-0:12.7.0.255';

describe('one catalogue for pushes, polls and commands', () => {
  let flow: Flow;
  let simulator: Simulator;
  let meter: SimulatedMeter;

  async function start(overrides: readonly object[] = []): Promise<void> {
    const port = await freePort();
    const onGateway = { gateway: 'gw' };
    flow = await load(
      [gateway, listener, router, dlmsDecode, obisMap, dlmsPoller, command],
      [
        { id: 'gw', type: 'ivy-gateway' },
        {
          ...{ id: 'listener', type: 'ivy-tcp-listener', ...onGateway, host: '127.0.0.1', port },
          wires: [['router'], ['listener:2'], [], []],
        },
        { id: 'router', type: 'protocol-router', wires: [[], ['decode'], [], []] },
        { id: 'decode', type: 'ivy-dlms-decode', wires: [['push']] },
        { id: 'push', type: 'obis-map', ...onGateway, overrides },
        { id: 'poll', type: 'dlms-poller', ...onGateway, enabled: 'false', retries: '0' },
        { id: 'command', type: 'ivy-command', ...onGateway, timeout: '1000' },
      ],
    );
    await flow.statusMatching('listener', /links/);
    simulator = new Simulator({ port });
    meter = simulator.addEm114070({ address: METER, redial: false });
    simulator.start();
    await flow.find('listener', 2, ({ payload }) => payload['online'] === true);
  }

  afterEach(async () => {
    await simulator.close();
    await unload();
  });

  const theGateway = () => {
    const { gateway: running } = flow.node('gw') as GatewayNode;
    if (!running?.options.folder) throw new Error('the gateway has no folder');
    return { ...running, folder: running.options.folder, running };
  };

  /** Writes a file into the gateway's folder, and waits until it holds. */
  async function write(path: string, content: unknown): Promise<void> {
    const { folder, running } = theGateway();
    const changed = new Promise((resolve) => running.profiles.once('changed', () => resolve(true)));
    await mkdir(join(folder, 'profiles'), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(content));
    await changed;
  }

  async function list(profile: string): Promise<void> {
    const { running } = theGateway();
    await running.roster.replace([{ id: METER, profile, trusted: true, protected: false }]);
  }

  /** What is said of the voltage by all three ways. */
  async function voltages(asked = VOLTAGE): Promise<object[]> {
    const isVoltage = ({ payload }: { payload: object }) =>
      'dataId' in payload && payload.dataId === VOLTAGE;
    flow.send('poll', { payload: { meterId: METER } });
    const polled = await flow.find('poll', 1, isVoltage, 4_000);
    await flow.find('poll', 2, ({ payload }) => 'duration' in payload, 4_000);
    meter.push();
    const pushed = await flow.find('push', 1, isVoltage, 4_000);
    flow.send('command', {
      topic: `ivy/v1/meters/${METER}/command/request`,
      payload: { id: `${Math.random()}`, method: 'read_register', params: { register: asked } },
    });
    const { payload } = await flow.next('command', 1, 4_000);
    return [polled.payload, pushed.payload, payload['result'] as object].map((reading) => {
      const { register, value, unit, quality } = reading as Record<string, unknown>;
      return { register, value, unit, ...(quality !== undefined && { quality }) };
    });
  }

  it('has for an EM114070 what is proven of it', async () => {
    await start();
    const proven = { register: 'VOLTAGE_TOTAL', value: 236.36, unit: 'V' };
    (await voltages()).should.eql([proven, proven, proven]);
  });

  it('is changed in all three by overrides.json, and read again when that changes', async () => {
    await start();
    await write('overrides.json', [
      { obis: VOLTAGE, register: 'FEEDER_VOLTAGE', scaler: -1, unit: 'kW' },
    ]);
    const own = { register: 'FEEDER_VOLTAGE', value: 2363600, unit: 'W' };
    (await voltages('FEEDER_VOLTAGE')).should.eql([own, own, own]);
    await write('overrides.json', []);
    const proven = { register: 'VOLTAGE_TOTAL', value: 236.36, unit: 'V' };
    (await voltages()).should.eql([proven, proven, proven]);
  }).timeout(30_000);

  it('is changed in all three by the profile that the meter list names', async () => {
    await start();
    await write('profiles/acme.json', {
      extends: 'em114070',
      registers: { [VOLTAGE]: { scaler: -3, unit: 'V' } },
    });
    await list('acme');
    const own = { register: 'VOLTAGE_TOTAL', value: 23.636, unit: 'V' };
    (await voltages()).should.eql([own, own, own]);
    await rm(join(theGateway().folder, 'profiles/acme.json'));
    const { running } = theGateway();
    await until(
      () => (running.profiles.find('acme') === undefined ? true : undefined),
      20_000,
      () => 'the profile does not go',
    );
    const assumed = {
      register: 'VOLTAGE_TOTAL',
      value: 236.36,
      unit: 'V',
      quality: 'assumed-scale',
    };
    (await voltages()).should.eql([assumed, assumed, assumed]);
  }).timeout(40_000);

  it('is changed in all three by the words in the dialog of obis-map', async () => {
    await start([{ obis: VOLTAGE, register: 'MAINS', unit: 'V', scaler: '-1', model: '' }]);
    const own = { register: 'MAINS', value: 2363.6, unit: 'V' };
    (await voltages('MAINS')).should.eql([own, own, own]);
  });
});
