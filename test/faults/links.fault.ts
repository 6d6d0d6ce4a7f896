import 'should';
import { setTimeout as sleep } from 'node:timers/promises';
import { Simulator } from '../../src/simulator';
import { TestGateway } from '../src/gateway/test-gateway';
import { Caller, until } from '../src/link/caller';
import { RemoteGateway } from './remote-gateway';
import { shouldBeAtLeast, shouldBeAtMost } from './report';

const MEGABYTE = 1 << 20;
const EM114070 = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';
const VOLTAGE = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 };

const numbered = (count: number): string => String(count + 1).padStart(12, '0');

describe('what callers do to a gateway', function () {
  this.timeout(120_000);

  it('thousands that say a byte now and then keep no meter out, and are closed at the deadline', async () => {
    const deadline = 6_000;
    const gateway = await RemoteGateway.start({ gateway: { identifyTimeout: deadline } });
    const first = await Promise.all(Array.from({ length: 100 }, () => Caller.dial(gateway.port)));
    for (const caller of first) caller.hangUp();
    await gateway.until(({ links }) => links === 0, 10_000);
    const { memory: before } = await gateway.collect();
    const lives: number[] = [];
    const loris: Caller[] = [];
    for (let count = 0; count < 2_000; count++) {
      const caller = await Caller.dial(gateway.port);
      const from = performance.now();
      const drip = setInterval(() => caller.send('68'), 2_500);
      caller.socket.on('close', () => {
        clearInterval(drip);
        lives.push(performance.now() - from);
      });
      loris.push(caller);
    }
    const simulator = new Simulator({ port: gateway.port });
    for (let count = 0; count < 200; count++) simulator.addEm114070({ address: numbered(count) });
    simulator.start();
    const online = await gateway.until((sight) => sight.online === 200, 30_000);
    await until(() => lives.length === loris.length);
    await simulator.close();
    await gateway.until(({ links }) => links === 0, 10_000);
    const { memory: after } = await gateway.collect();
    await gateway.stop();
    shouldBeAtMost({
      test: 'R07 ms until 200 meters are online among 2,000 slow callers',
      figure: Math.round(online),
      limit: 5_000,
    });
    shouldBeAtMost({
      test: 'R07 ms that a slow caller lives beyond the deadline',
      figure: Math.round(Math.max(...lives) - deadline),
      limit: 1_000,
    });
    shouldBeAtMost({
      test: 'R07 octets kept of 2,000 slow callers and 200 meters',
      figure: after - before,
      limit: 5 * MEGABYTE,
    });
  });

  it('a meter that keeps silent is unknown in time, and its link is closed in time', async () => {
    const idle = 8_000;
    const test = await TestGateway.open({}, { connectionTimeout: idle });
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    const meter = await test.meter(EM114070);
    const from = performance.now();
    await until(() => meter.state === 'unknown');
    const unknown = performance.now() - from;
    await until(() => caller.closed);
    const closed = performance.now() - from;
    const story = test.story(EM114070).join();
    await test.close();
    story.should.equal('online,meter_connected,unknown,offline,meter_disconnected');
    shouldBeAtMost({
      test: 'R08 ms from three quarters of the idle limit to unknown',
      figure: Math.round(Math.abs(unknown - 0.75 * idle)),
      limit: 1_000,
    });
    shouldBeAtMost({
      test: 'R08 ms from the idle limit to the end of the link',
      figure: Math.round(Math.abs(closed - idle)),
      limit: 1_000,
    });
  });

  it('a meter that dials in again 500 times is reached each time, whatever its old link does', async () => {
    const test = await TestGateway.open();
    const simulator = test.simulator();
    const dialIn = () => simulator.addEm114070({ address: EM114070, redial: false });
    simulator.start();
    const takeovers = (): number =>
      test.story(EM114070).filter((event) => event === 'meter_reconnected').length;
    let old = dialIn();
    const meter = await test.meter(EM114070);
    let reads = 0;
    for (let count = 0; count < 500; count++) {
      const fresh = dialIn();
      // Open and silent, talking until it is closed, or closing just then.
      if (count % 3 === 1) old.greet();
      await until(() => takeovers() === count + 1);
      if (count % 3 === 1) old.greet();
      if (count % 3 === 2) old.hangUp();
      const client = test.gateway.dlmsClient(meter);
      const answer = await client?.get(VOLTAGE, { priority: 'command', timeout: 2_000 });
      if (answer && 'data' in answer) reads++;
      await until(() => !old.connected);
      old = fresh;
    }
    const story = test.story(EM114070);
    await test.close();
    shouldBeAtLeast({ test: 'R10 reads after 500 takeovers', figure: reads, limit: 500 });
    shouldBeAtMost({
      test: 'R10 times that a meter was offline in 500 takeovers',
      figure: story.filter((event) => event === 'offline').length,
      limit: 0,
    });
    shouldBeAtMost({
      test: 'R10 events beyond one for each takeover',
      figure: story.filter((event) => event.startsWith('meter_')).length - 501,
      limit: 0,
    });
  });

  it('two devices of one id, each of which dials in at once, take turns of ten seconds', async () => {
    const test = await TestGateway.open();
    const simulator = test.simulator();
    for (const localAddress of ['127.0.0.2', '127.0.0.3']) {
      simulator.addEm114070({ address: EM114070, redial: 20, jitter: 20, localAddress });
    }
    const others = Array.from({ length: 50 }, (_, count) => numbered(count));
    for (const address of others) simulator.addEm114070({ address });
    simulator.start();
    await sleep(25_000);
    const count = (event: string): number =>
      test.story(EM114070).filter((told) => told === event).length;
    const turns = count('meter_reconnected');
    const alarms = count('duplicate_meter_id');
    const offline = count('offline');
    const disturbed = others.filter((id) => test.story(id).length !== 2).length;
    await test.close();
    shouldBeAtMost({ test: 'R11 takeovers in 25 s', figure: turns, limit: 3 });
    shouldBeAtLeast({ test: 'R11 duplicate_meter_id', figure: alarms, limit: 1 });
    shouldBeAtMost({ test: 'R11 duplicate_meter_id', figure: alarms, limit: 1 });
    shouldBeAtMost({ test: 'R11 times that the meter was offline', figure: offline, limit: 0 });
    shouldBeAtMost({ test: 'R11 other meters that noticed', figure: disturbed, limit: 0 });
  });
});
