import 'should';
import { mock } from 'node:test';
import { type Caller, until } from '../link/caller';
import { TestGateway } from './test-gateway';

const EM114070 = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';
const HERE = '127.0.0.1';
const THERE = '127.0.0.2';

describe('two devices with the same id', () => {
  let test: TestGateway;
  let ahead = 0;

  beforeEach(async () => {
    ahead = 0;
    test = await TestGateway.open();
    const { now } = performance;
    mock.method(performance, 'now', () => now.call(performance) + ahead);
  });

  afterEach(() => {
    mock.restoreAll();
    return test.close();
  });

  const dialIn = async (from: string): Promise<Caller> => {
    const caller = await test.dial(HERE, from);
    caller.send(HEARTBEAT);
    return caller;
  };

  const holder = () => test.gateway.directory.find(EM114070)?.link?.remoteAddress;
  const events = (name: string): number =>
    test.story(EM114070).filter((event) => event === name).length;

  /** Dials in and waits until it has the meter. */
  const takes = async (from: string): Promise<Caller> => {
    const before = events('meter_reconnected') + events('meter_connected');
    const caller = await dialIn(from);
    await until(() => events('meter_reconnected') + events('meter_connected') > before);
    holder()?.should.equal(from);
    return caller;
  };

  const isRefused = async (from: string): Promise<void> => {
    const caller = await dialIn(from);
    await until(() => caller.closed);
  };

  it('take the meter from each other once in ten seconds, and one event says so', async () => {
    await takes(HERE);
    const thief = await takes(THERE);
    for (let count = 0; count < 5; count++) await isRefused(HERE);
    ahead = 9_000;
    await isRefused(HERE);
    holder()?.should.equal(THERE);
    ahead = 10_100;
    await takes(HERE);
    await until(() => thief.closed);
    for (let count = 0; count < 5; count++) await isRefused(THERE);
    events('duplicate_meter_id').should.equal(1);
    events('meter_reconnected').should.equal(2);
    events('offline').should.equal(0);
    const event = test.life.find(({ payload }) => {
      return payload !== '' && payload['event'] === 'duplicate_meter_id';
    });
    event?.payload.should.have.properties({
      meterId: EM114070,
      severity: 'critical',
      data: { meterId: EM114070, severity: 'critical', remoteAddress: HERE, holder: THERE },
    });
  });

  it('are news again after a minute of peace', async () => {
    await takes(HERE);
    await takes(THERE);
    await isRefused(HERE);
    ahead = 70_000;
    await takes(HERE);
    await isRefused(THERE);
    events('duplicate_meter_id').should.equal(2);
  });

  it('do not keep each other out when one has gone', async () => {
    await takes(HERE);
    const thief = await takes(THERE);
    thief.hangUp();
    await until(() => events('offline') === 1);
    await takes(HERE);
    events('duplicate_meter_id').should.equal(0);
  });

  it('are one device where they dial in from one address: it is never limited', async () => {
    await takes(HERE);
    for (let count = 0; count < 100; count++) await takes(HERE);
    events('duplicate_meter_id').should.equal(0);
  });
});
