import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import should from 'should';
import type { GatewayOptions } from '../../../src/gateway';
import type { ListedMeter } from '../../../src/meters';
import { until } from '../link/caller';
import { TestGateway } from './test-gateway';

const EM114070 = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';
const DLT645 = '000000001234';
const ENERGY = '68 341200000000 68 91 08 33333333 9A785634 17 16';
const LISTED: ListedMeter = { id: EM114070, trusted: true, protected: false };

describe('the policy for meters that are not in the list', () => {
  let test: TestGateway;

  async function open(
    options: Partial<GatewayOptions>,
    ...meters: readonly ListedMeter[]
  ): Promise<void> {
    test = await TestGateway.open(options);
    await test.gateway.ready;
    await test.gateway.roster.replace(meters);
  }
  const eventsOf = (name: string) =>
    test.life.filter(({ payload }) => payload !== '' && payload['event'] === name);

  afterEach(() => test.close());

  it('reject: their links are closed, and they never come online', async () => {
    await open({ meterPolicy: 'reject' });
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await until(() => caller.closed);
    test.gateway.directory.size.should.equal(0);
    test.story(EM114070).should.eql(['unconfigured_meter']);
  });

  it('reject: who dials in again and again is told of once', async () => {
    await open({ meterPolicy: 'reject' });
    for (let dial = 0; dial < 3; dial++) {
      const caller = await test.dial();
      caller.send(HEARTBEAT);
      await until(() => caller.closed);
    }
    const [told] = eventsOf('unconfigured_meter');
    eventsOf('unconfigured_meter').length.should.equal(1);
    should(told?.payload).containDeep({
      meterId: EM114070,
      severity: 'warning',
      data: { remoteAddress: '127.0.0.1', reason: 'not-listed' },
    });
  });

  it('reject: listed meters are as they always were', async () => {
    await open({ meterPolicy: 'reject' }, LISTED);
    (await test.dial()).send(HEARTBEAT);
    await test.meter(EM114070);
    test.gateway.judge(EM114070).trusted.should.be.true();
  });

  it('reject: an unlisted meter beside a listed one on its link does not cut that off', async () => {
    await open({ meterPolicy: 'reject' }, LISTED);
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await test.meter(EM114070);
    caller.send(ENERGY);
    await until(() => eventsOf('unconfigured_meter').length === 1);
    caller.closed.should.be.false();
    (test.gateway.directory.find(DLT645) === undefined).should.be.true();
  });

  it('list: they are there, and not trusted', async () => {
    await open({ meterPolicy: 'list' }, LISTED);
    (await test.dial()).send(ENERGY);
    await test.meter(DLT645);
    test.gateway.judge(DLT645).should.eql({ admitted: true, trusted: false, quarantined: true });
  });

  it('holds at once for who is taken off the list', async () => {
    await open({ meterPolicy: 'reject' }, LISTED);
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await test.meter(EM114070);
    await test.gateway.roster.replace([]);
    await until(() => caller.closed);
    test
      .story(EM114070)
      .should.eql([
        'online',
        'meter_connected',
        'offline',
        'meter_disconnected',
        'unconfigured_meter',
      ]);
  });

  it('holds at once when it becomes another one', async () => {
    await open({});
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await test.meter(EM114070);
    test.gateway.configure({ ...test.gateway.options, meterPolicy: 'reject' }).should.be.true();
    await until(() => caller.closed);
  });
});

describe('the meter list of a gateway', () => {
  let folder: string;
  let test: TestGateway;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ivy-gateway-'));
    const meter = {
      ...LISTED,
      name: 'Roof',
      group: 'North',
      timezone: 'Asia/Shanghai',
      ratio: { ct: 40, vt: 1, registers: 'secondary' },
    };
    await writeFile(join(folder, 'meters.json'), JSON.stringify([meter]));
    test = await TestGateway.open({ folder });
    await test.gateway.ready;
  });

  afterEach(async () => {
    await test.close();
    await rm(folder, { recursive: true });
  });

  it('is in its folder', () => {
    test.gateway.roster.list.size.should.equal(1);
  });

  it('says what people call a meter, and nothing of one that it does not have', () => {
    test.gateway.describe(EM114070).should.eql({ name: 'Roof', group: 'North' });
    test.gateway.describe(DLT645).should.eql({});
  });

  it('says in which zone a meter is; the others are in that of all meters', () => {
    (test.gateway.timezoneOf(EM114070)?.name ?? '').should.equal('Asia/Shanghai');
    (test.gateway.timezoneOf(DLT645) === undefined).should.be.true();
  });

  it('gives readings at the primary side, once', () => {
    const reading = {
      ts: 1,
      meterId: EM114070,
      dataId: '1-0:1.8.0.255',
      register: 'TOTAL_ACTIVE_IMPORT',
      value: 12345.71,
      unit: 'kWh',
      source: 'dlms',
      via: 'poll',
    } as const;
    const primary = test.gateway.primary([reading, { ...reading, meterId: DLT645 }]);
    primary.should.eql([
      { ...reading, value: 493828.4, ratio: 40 },
      { ...reading, meterId: DLT645 },
    ]);
    test.gateway.primary(primary).should.eql(primary);
  });
});
