import 'should';
import dlt645Decode from '../../nodes/dlt645-decode/dlt645-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import { type Flow, load, unload } from '../helpers/flow';

/** 231.9 V of a meter that still has the factory address. */
const VOLTAGE = 'fefefefe68000000000000689106333434354c56d916';
/** 5.123, 4.5 and 0 A of 000012345678. */
const CURRENTS = '68 78 56 34 12 00 00 68 91 0D 33 32 35 35 56 84 33 33 78 33 33 33 33 D5 16';
/** 23.6145, -0.1234, 34.5678 and 0 kW: total and phases. */
const POWERS =
  'FE FE FE FE 68 78 56 34 12 00 00 68 91 10 33 32 36 35 78 94 56 67 45 B3 AB 89 67 33 33 33 4A 16';
/** 2463.48 kWh by the standard of 1997. */
const ENERGY_1997 = '68 43 97 35 14 00 00 68 81 06 43 C3 7B 96 57 33 1B 16';
const NO_DATA = '68 12 00 00 00 10 20 68 D1 01 35 19 16';
/** Voltage A is FF FF: the meter has no value. */
const ABSENT = '68 78 56 34 12 00 00 68 91 06 33 34 34 35 32 32 AF 16';

describe('dlt645-decode', () => {
  afterEach(unload);

  function node(settings: object = {}, gatewaySettings: object = {}): Promise<Flow> {
    return load(
      [gateway, dlt645Decode],
      [
        { id: 'gw', type: 'ivy-gateway', ...gatewaySettings },
        { id: 'node', type: 'dlt645-decode', gateway: 'gw', ...settings },
      ],
    );
  }

  it('gives a reading that is exactly the telemetry payload, ready to publish', async () => {
    const flow = await node();
    const before = Date.now();
    flow.send('node', { payload: Buffer.from(VOLTAGE, 'hex'), topic: 'raw', mine: 7 });
    const { payload, parts, ...rest } = await flow.next('node');
    const { ts, ...reading } = payload;
    (ts as number).should.be.within(before, Date.now());
    reading.should.deepEqual({
      meterId: '000000000000',
      dataId: '0x02010100',
      register: 'VOLTAGE_A',
      value: 231.9,
      rawValue: 2319,
      unit: 'V',
      source: 'dlt645',
      via: 'push',
    });
    rest.should.have.properties({
      topic: 'ivy/v1/meters/000000000000/telemetry',
      qos: 1,
      retain: false,
      mine: 7,
    });
    parts.should.match({ id: /\S/, index: 0, count: 1 });
  });

  it('gives every decoded frame on output 2', async () => {
    const flow = await node();
    flow.send('node', { payload: VOLTAGE, meter: { id: '360000000001', link: 'a-1' } });
    const { payload, meter } = await flow.next('node', 2);
    payload.should.have.properties({
      address: '000000000000',
      leadBytes: 4,
      control: 0x91,
      di: '02010100',
      value: 231.9,
    });
    meter.should.deepEqual({ id: '360000000001', link: 'a-1' });
  });

  it('calls the meter what msg.meter says', async () => {
    const flow = await node();
    flow.send('node', { payload: VOLTAGE, meter: { id: 'auto_10_0_0_7', link: 'a-1' } });
    const { payload, topic, meter } = await flow.next('node');
    payload.should.have.property('meterId', 'auto_10_0_0_7');
    (topic as string).should.equal('ivy/v1/meters/auto_10_0_0_7/telemetry');
    meter.should.deepEqual({ id: 'auto_10_0_0_7', link: 'a-1' });
  });

  it('never puts an id into a topic that could mean something else there', async () => {
    const flow = await node();
    flow.send('node', { payload: VOLTAGE, meter: { id: '../+/#' } });
    (await flow.next('node')).should.have.property('topic', 'ivy/v1/meters/000000000000/telemetry');
  });

  it('gives the readings of a block one by one, with parts that Join puts together', async () => {
    const flow = await node();
    flow.send('node', { payload: CURRENTS });
    const messages = [await flow.next('node'), await flow.next('node'), await flow.next('node')];
    messages
      .map(({ payload }) => [payload['register'], payload['value'], payload['unit']])
      .should.deepEqual([
        ['CURRENT_A', 5.123, 'A'],
        ['CURRENT_B', 4.5, 'A'],
        ['CURRENT_C', 0, 'A'],
      ]);
    const id = messages[0]?.parts['id'];
    messages
      .map(({ parts }) => parts)
      .should.deepEqual([0, 1, 2].map((index) => ({ id, index, count: 3 })));
  });

  it('gives one set for a frame where that is wished, kW as W', async () => {
    const flow = await node({ output: 'set' });
    flow.send('node', { payload: POWERS });
    const message = await flow.next('node');
    message.should.not.have.property('parts');
    const { ts, ...set } = message.payload;
    (ts as number).should.be.a.Number();
    set.should.deepEqual({
      meterId: '000012345678',
      values: {
        ACTIVE_POWER_TOTAL: { value: 23614.5, rawValue: 236145, unit: 'W', dataId: '0x02030000' },
        ACTIVE_POWER_A: { value: -123.4, rawValue: -1234, unit: 'W', dataId: '0x02030100' },
        ACTIVE_POWER_B: { value: 34567.8, rawValue: 345678, unit: 'W', dataId: '0x02030200' },
        ACTIVE_POWER_C: { value: 0, rawValue: 0, unit: 'W', dataId: '0x02030300' },
      },
      isBatch: true,
      source: 'dlt645',
      via: 'push',
    });
  });

  it('decodes several frames in one buffer, in order, with noise between them', async () => {
    const flow = await node();
    flow.send('node', { payload: `${VOLTAGE} 00 ff 16 ${NO_DATA} ${ENERGY_1997}` });
    (await flow.next('node')).payload.should.have.property('register', 'VOLTAGE_A');
    (await flow.next('node')).payload.should.have.properties({
      meterId: '000014359743',
      dataId: '0x9010',
      register: 'TOTAL_ACTIVE_IMPORT',
      value: 2463.48,
      unit: 'kWh',
    });
    const controls = [];
    for (let frame = 0; frame < 3; frame++) {
      controls.push((await flow.next('node', 2)).payload['control']);
    }
    controls.should.deepEqual([0x91, 0xd1, 0x81]);
  });

  it('takes a frame for 1997 where it is told to', async () => {
    const flow = await node({ standard: '1997' });
    flow.send('node', { payload: ENERGY_1997 });
    (await flow.next('node')).payload.should.have.property('value', 2463.48);
  });

  it('makes no reading of a refusal', async () => {
    const flow = await node();
    flow.send('node', { payload: NO_DATA });
    (await flow.next('node', 2)).payload.should.have.properties({
      error: true,
      errorBits: ['noData'],
    });
    flow.rest('node').should.deepEqual([]);
  });

  it('publishes no value where the meter says that it has none', async () => {
    const flow = await node();
    flow.send('node', { payload: ABSENT });
    (await flow.next('node', 2)).payload.should.have.property('value', null);
    flow.rest('node').should.deepEqual([]);
  });

  it('takes topic prefix from the gateway', async () => {
    const flow = await node({}, { topicPrefix: 'plant/7' });
    flow.send('node', { payload: VOLTAGE });
    (await flow.next('node')).should.have.property(
      'topic',
      'plant/7/meters/000000000000/telemetry',
    );
  });

  it('does without a gateway', async () => {
    const flow = await node({ gateway: '' });
    flow.send('node', { payload: VOLTAGE });
    (await flow.next('node')).should.have.property('topic', 'ivy/v1/meters/000000000000/telemetry');
  });

  it('passes a checksum failure to Catch with its code, where it is, and the frame in hex', async () => {
    const flow = await node();
    flow.send('node', { payload: VOLTAGE.replace('d916', 'da16'), mine: 7 });
    const caught = await flow.caught();
    caught.error.should.match({
      code: 'checksum',
      cause: { offset: 20, hex: 'fefefefe68000000000000689106333434354c56da16' },
    });
    caught.should.have.property('mine', 7);
    flow.rest('node', 1).should.deepEqual([]);
    flow.rest('node', 2).should.deepEqual([]);
  });

  it('passes half a frame to Catch as truncated', async () => {
    const flow = await node();
    flow.send('node', { payload: VOLTAGE.slice(0, 30) });
    (await flow.caught()).error.should.match({
      code: 'truncated',
      cause: { hex: VOLTAGE.slice(0, 30) },
    });
  });
});
