import 'should';
import { setTimeout as sleep } from 'node:timers/promises';
import ivyGateway from '../../nodes/ivy-gateway/ivy-gateway';
import ivyTcpListener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { Simulator } from '../../src/simulator';
import { load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';
import { Caller, until } from '../src/link/caller';
import { RemoteGateway } from './remote-gateway';
import { shouldBeAtLeast, shouldBeAtMost } from './report';

const HERE = '127.0.0.1';
const THERE = '127.0.0.2';
const METERS = 50;

const numbered = (count: number): string => String(count + 1).padStart(12, '0');

/** Meters that answer, with heartbeats often enough to notice when they do not get through. */
function meters(port: number): Simulator {
  const simulator = new Simulator({ port });
  for (let count = 0; count < METERS; count++) {
    simulator.addEm114070({ address: numbered(count), redial: false });
  }
  simulator.start();
  return simulator;
}

describe('more callers than a gateway takes', function () {
  this.timeout(120_000);

  it('from one address keep no meter of another one out, and fill no log', async () => {
    const port = await freePort();
    const gateway = { id: 'gateway', type: 'ivy-gateway' };
    const listener = {
      id: 'node',
      type: 'ivy-tcp-listener',
      gateway: 'gateway',
      host: '0.0.0.0',
      port: String(port),
      maxConnectionsPerIp: '200',
    };
    const flow = await load([ivyGateway, ivyTcpListener], [gateway, listener]);
    await flow.statusMatching('node', /links/);
    const from = performance.now();
    const held: Caller[] = [];
    const simulator = meters(port);
    for (let count = 0; count < 5_000; count++) {
      held.push(await Caller.dial(port, HERE, THERE));
    }
    await until(() => held.filter(({ closed }) => !closed).length <= 200);
    for (let second = 0; second < 10; second++) {
      const churn = Array.from({ length: 1_000 }, async () => {
        (await Caller.dial(port, HERE, THERE)).hangUp();
      });
      await Promise.all([Promise.all(churn), sleep(1_000)]);
    }
    const seconds = (performance.now() - from) / 1_000;
    const connected = simulator.meters.filter((meter) => meter.connected).length;
    const lines = flow.logged('node').length;
    await simulator.close();
    for (const caller of held) caller.hangUp();
    await unload();
    shouldBeAtLeast({ test: 'R13 meters that stayed connected', figure: connected, limit: METERS });
    shouldBeAtMost({ test: 'R13 log lines a second', figure: lines / seconds, limit: 10 });
  });

  it('take all file descriptors, and it goes on with those it has, and with all when they leave', async () => {
    const gateway = await RemoteGateway.start({ readEvery: 100 }, 600);
    const simulator = meters(gateway.port);
    await gateway.until(({ online }) => online === METERS, 10_000);
    const callers: Caller[] = [];
    for (let count = 0; count < 1_000; count++) callers.push(await Caller.dial(gateway.port));
    await sleep(2_000);
    await gateway.mark();
    await sleep(3_000);
    const { online, reads, unanswered } = await gateway.look();
    for (const caller of callers) caller.hangUp();
    const late = simulator.addEm114070({ address: numbered(METERS) });
    const back = await gateway.until((sight) => sight.online === METERS + 1, 20_000);
    late.connected.should.equal(true);
    await simulator.close();
    gateway.isAlive.should.equal(true);
    await gateway.stop();
    shouldBeAtLeast({
      test: 'R14 meters online without descriptors',
      figure: online,
      limit: METERS,
    });
    shouldBeAtLeast({ test: 'R14 reads without descriptors', figure: reads.length, limit: 10 });
    shouldBeAtMost({ test: 'R14 reads that failed then', figure: unanswered, limit: 0 });
    shouldBeAtMost({
      test: 'R14 ms until another meter is online when they have left',
      figure: Math.round(back),
      limit: 10_000,
    });
  });
});
