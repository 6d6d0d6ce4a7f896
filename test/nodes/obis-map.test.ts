import 'should';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import obisMap from '../../nodes/obis-map/obis-map';
import { type Flow, load, type Seen, unload } from '../helpers/flow';

/** POWER_FAILURE_COUNT is 3; without a time. */
const POWER_FAILURES = 'c20000010000600715ff02120003';
/** The same, told at 03:04:05, 180 minutes east of UTC. */
const POWER_FAILURES_AT = 'c2010c07ea010205030405ffff4c0000010000600715ff02120003';
/** The same at a time that does not say its offset. */
const POWER_FAILURES_LOCAL = 'c2010c07ea010205030405ff80000000010000600715ff02120003';
/** The voltage of a single-phase meter is 23636. */
const VOLTAGE = 'c200000301000c0700ff020600005c54';
/** The same number of failures in a push that is no event. */
const PUSHED_FAILURES = '0f00000001000202 09060000600715ff 120003';

const VECTORS: { readonly vectors: readonly { readonly id: string; readonly hex: string }[] } =
  JSON.parse(readFileSync(join(__dirname, '../vectors/dlms.json'), 'utf8'));

function vector(id: string): string {
  const found = VECTORS.vectors.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no vector ${id}`);
  return found.hex;
}

describe('obis-map', () => {
  afterEach(unload);

  /** A decoder in front of the node, as flows have it. */
  function node(settings: object = {}, gatewaySettings: object = {}): Promise<Flow> {
    return load(
      [gateway, dlmsDecode, obisMap],
      [
        { id: 'gw', type: 'ivy-gateway', ...gatewaySettings },
        { id: 'decode', type: 'ivy-dlms-decode', lenient: true, wires: [['node']] },
        { id: 'node', type: 'obis-map', gateway: 'gw', ...settings },
      ],
    );
  }

  function push(flow: Flow, hex: string): void {
    flow.send('decode', { payload: hex, meter: { id: '311501114070', link: 'a-1' }, mine: 7 });
  }

  async function readings(flow: Flow): Promise<readonly Seen[]> {
    const first = await flow.next('node');
    return [first, ...flow.rest('node')];
  }

  it('shows what comes over a link that has not said who it is as status, not as an error', async () => {
    const flow = await node();
    flow.send('decode', { payload: VOLTAGE, meter: { link: 'a-1' } });
    await flow.statusMatching('node', /from nobody known/);
    flow.rest('node').should.eql([]);
    push(flow, VOLTAGE);
    await flow.next('node');
    await flow.statusMatching('node', /^$/);
  });

  it('gives what a meter pushes as a reading that is exactly the telemetry payload', async () => {
    const flow = await node();
    const before = Date.now();
    push(flow, VOLTAGE);
    const { payload, ...message } = await flow.next('node');
    const { ts, ...reading } = payload;
    (ts as number).should.be.within(before, Date.now());
    reading.should.deepEqual({
      meterId: '311501114070',
      dataId: '1-0:12.7.0.255',
      register: 'VOLTAGE_TOTAL',
      value: 236.36,
      rawValue: 23636,
      unit: 'V',
      quality: 'assumed-scale',
      source: 'dlms',
      via: 'push',
    });
    message.should.match({
      topic: 'ivy/v1/meters/311501114070/telemetry',
      qos: 1,
      retain: false,
      parts: { index: 0, count: 1 },
      meter: { id: '311501114070', link: 'a-1' },
      mine: 7,
    });
    flow.rest('node', 2).should.deepEqual([]);
  });

  it('gives what a meter tells of an event register as an event, on output 2', async () => {
    const flow = await node();
    push(flow, POWER_FAILURES);
    const { payload, ...message } = await flow.next('node', 2);
    payload.should.match({
      ts: (ts: number) => ts > 1.7e12,
      meterId: '311501114070',
      event: 'POWER_FAILURE_COUNT',
      severity: 'info',
      data: { dataId: '0-0:96.7.21.255', value: 3, source: 'dlms', severity: 'info' },
    });
    message.should.match({
      topic: 'ivy/v1/meters/311501114070/events',
      qos: 1,
      retain: false,
      meter: { id: '311501114070' },
      mine: 7,
    });
    flow.rest('node').should.deepEqual([]);
  });

  it('tells when it was, in UTC where the meter says its offset', async () => {
    const flow = await node();
    push(flow, POWER_FAILURES_AT);
    (await flow.next('node', 2)).payload.should.match({
      data: { meterTime: '2026-01-02T03:04:05+03:00', meterTs: Date.UTC(2026, 0, 2, 0, 4, 5) },
    });
  });

  it('tells when it was in UTC where the gateway knows the zone', async () => {
    const flow = await node({}, { timezone: 'Asia/Shanghai' });
    push(flow, POWER_FAILURES_LOCAL);
    (await flow.next('node', 2)).payload.should.match({
      data: { meterTime: '2026-01-02T03:04:05', meterTs: Date.UTC(2026, 0, 1, 19, 4, 5) },
    });
  });

  it('claims no UTC time where nobody knows the offset', async () => {
    const flow = await node();
    push(flow, POWER_FAILURES_LOCAL);
    const { data } = (await flow.next('node', 2)).payload;
    (data as object).should.have.property('meterTime', '2026-01-02T03:04:05');
    (data as object).should.not.have.property('meterTs');
  });

  it('gives the same register as a reading where it is no event', async () => {
    const flow = await node();
    push(flow, PUSHED_FAILURES);
    (await flow.next('node')).payload.should.have.properties({
      register: 'POWER_FAILURE_COUNT',
      value: 3,
    });
    flow.rest('node', 2).should.deepEqual([]);
  });

  it('takes names, scales and units from an Aidon push, which tells them itself', async () => {
    const flow = await node();
    push(flow, vector('o176'));
    const found = await readings(flow);
    found
      .map(({ payload }) => [payload['register'], payload['value'], payload['unit']])
      .should.deepEqual([
        ['1-1:0.2.129.255', 'AIDON_V0001', ''],
        ['SERIAL_NUMBER', '7359992890941742', ''],
        ['0-0:96.1.7.255', '6515', ''],
        ['ACTIVE_POWER_IMPORT', 1362, 'W'],
        ['ACTIVE_POWER_EXPORT', 0, 'W'],
        ['REACTIVE_POWER_IMPORT', 996, 'var'],
        ['REACTIVE_POWER_EXPORT', 0, 'var'],
        ['CURRENT_A', 9.3, 'A'],
        ['VOLTAGE_A', 250, 'V'],
      ]);
    for (const { payload } of found) payload.should.not.have.property('quality');
    found.map(({ parts }) => parts['index']).should.deepEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    new Set(found.map(({ parts }) => parts['id'])).size.should.equal(1);
  });

  it('calls what the catalogue does not know by its OBIS code, as in a Kamstrup push', async () => {
    const flow = await node();
    push(flow, `0f00000000 00 ${vector('o167')}`);
    const values = (await readings(flow)).map(({ payload }) => [
      payload['register'],
      payload['value'],
    ]);
    values.should.containDeep([
      ['1-1:0.0.5.255', '5706567196382485'],
      ['1-1:1.7.0.255', 2342],
    ]);
  });

  it('passes the settings of objects over: only values are readings', async () => {
    const flow = await node();
    push(flow, vector('o181'));
    const found = (await readings(flow)).map(({ payload }) => payload['dataId']);
    found.should.containEql('1-0:1.8.0.255');
    found.should.not.containEql('0-0:96.3.10.255');
  });

  it('gives one set for an APDU where that is wished', async () => {
    const flow = await node({ output: 'set' });
    push(flow, vector('o103'));
    const message = await flow.next('node');
    message.should.not.have.property('parts');
    message.payload.should.match({
      meterId: '311501114070',
      isBatch: true,
      source: 'dlms',
      via: 'push',
      values: {
        TOTAL_ACTIVE_IMPORT: { dataId: '1-0:1.8.0.255', value: 0.005, rawValue: 5, unit: 'kWh' },
        TOTAL_ACTIVE_EXPORT: { dataId: '1-0:2.8.0.255', value: 0.006, rawValue: 6, unit: 'kWh' },
      },
    });
    flow.rest('node').should.deepEqual([]);
  });

  it('names the value of an answer by the request that comes with it', async () => {
    const flow = await node();
    flow.send('node', {
      payload: { type: 'get-response', data: { type: 'double-long-unsigned', value: 5004 } },
      request: { classId: 3, obis: '1-0:14.7.0.255', attribute: 2 },
      meter: { id: '1' },
    });
    (await flow.next('node')).payload.should.have.properties({
      register: 'FREQUENCY',
      value: 50.04,
      unit: 'Hz',
    });
  });

  it('makes no reading of an answer that nobody can name, and says so until it can', async () => {
    const flow = await node();
    push(flow, 'c401c1000600005c54');
    (await flow.done('node')).should.deepEqual([undefined]);
    flow.rest('node').should.deepEqual([]);
    flow.rest('node', 2).should.deepEqual([]);
    flow.status('node').should.deepEqual({
      fill: 'grey',
      shape: 'ring',
      text: 'values without names',
    });
    push(flow, VOLTAGE);
    await flow.next('node');
    flow.status('node').should.deepEqual({});
  });

  it('takes a list that a flow wrote by hand', async () => {
    const flow = await node();
    flow.send('node', {
      payload: [
        { obis: '1-0:1.8.0.255', value: 123, scaler: 1, unit: 30 },
        { obis: '1-0:1.7.0.255', value: 4.5 },
        { obis: '0-0:42.0.0.255', value: 'SIM0' },
        {
          obis: '1-0:32.7.0.255',
          data: { type: 'long-unsigned', value: 2305 },
          scaler: -1,
          unit: 35,
        },
      ],
      meter: { id: '1' },
    });
    (await readings(flow))
      .map(({ payload }) => [payload['register'], payload['value'], payload['unit']])
      .should.deepEqual([
        ['TOTAL_ACTIVE_IMPORT', 1.23, 'kWh'],
        ['ACTIVE_POWER_IMPORT', 4.5, 'W'],
        ['LOGICAL_DEVICE_NAME', 'SIM0', ''],
        ['VOLTAGE_A', 230.5, 'V'],
      ]);
  });

  it('reads OBIS codes as people write them', async () => {
    const flow = await node();
    const codes = ['1-0:1.8.0', '1-0:1.8.0*255', '1.0.1.8.0.255'];
    flow.send('node', { payload: codes.map((obis) => ({ obis, value: 5 })), meter: { id: '1' } });
    for (const { payload } of await readings(flow)) {
      payload.should.have.properties({ dataId: '1-0:1.8.0.255', register: 'TOTAL_ACTIVE_IMPORT' });
    }
  });

  const refused: readonly (readonly [what: string, message: object])[] = [
    ['a message that does not say whose values they are', { payload: [] }],
    ['an id that could mean something in a topic', { payload: [], meter: { id: 'a/#' } }],
    ['a payload that is no APDU', { payload: 'c200', meter: { id: '1' } }],
    ['an entry without an OBIS code', { payload: [{ value: 5 }], meter: { id: '1' } }],
    ['text that is no OBIS code', { payload: [{ obis: 'x', value: 5 }], meter: { id: '1' } }],
    ['an entry without a value', { payload: [{ obis: '1-0:1.8.0.255' }], meter: { id: '1' } }],
    [
      'a value that is no number',
      { payload: [{ obis: '1-0:1.8.0.255', value: Number.NaN }], meter: { id: '1' } },
    ],
    [
      'a scaler of a billion',
      { payload: [{ obis: '1-0:1.8.0.255', value: 5, scaler: 1e9, unit: 30 }], meter: { id: '1' } },
    ],
  ];
  for (const [what, message] of refused) {
    it(`refuses ${what}`, async () => {
      const flow = await node();
      flow.send('node', message);
      (await flow.caught()).error.should.match({ code: 'invalid-request' });
      flow.rest('node').should.deepEqual([]);
    });
  }
});
