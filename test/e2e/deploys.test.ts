import 'should';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { isListening } from '../../src/cli/is-listening';
import { freePort, isFree } from '../helpers/ports';
import { until } from '../helpers/until';
import { GatewayWithMeters } from './gateway-with-meters';
import { installedFolder, type NodeRed, nodeRedVersions, type Resources } from './node-red';
import { em114070 } from './recordings';
import { RunningGateway } from './running-gateway';

const DEPLOYS = 20;
/** Promised: 1 s; a busy machine may take longer, but never the 15 s after which Node-RED gives up. */
const CLOSED_WITHIN = 10_000;
const METERS = 200;
const INTERVAL = 5_000;
/** ms in which all links are closed. */
const PATIENCE = 60_000;
const STOPPED_WITHIN = 2_000;
const GATHERED_WITHIN = 15_000;

for (const nodeRed of nodeRedVersions) {
  describe(`${DEPLOYS} full deploys on Node-RED ${nodeRed}`, function () {
    this.timeout(600_000);
    let gateway: RunningGateway;
    let red: NodeRed;
    let empty: Resources;
    let idle: Resources;

    before(async () => {
      gateway = await RunningGateway.boot({ nodeRed, folder: await installedFolder(nodeRed) });
      red = gateway.red;
      empty = await atRest(red);
      await red.importExample('Gateway');
      await red.program.line(/Connected to broker/);
      await isListening('127.0.0.1', gateway.ports.meter, PATIENCE);
      idle = await atRest(red);
    });
    after(() => gateway?.stop());

    it('close each within a second, whatever sockets are open', async () => {
      const flows = await red.example('Gateway');
      for (let count = 0; count < DEPLOYS; count += 1) {
        const hangUp = await openIdleSockets(gateway);
        const from = red.log.length;
        await red.deploy(flows);
        const stopping = await red.program.line(/Stopping flows/, { from });
        const stopped = await red.program.line(/Stopped flows/, { from });
        (stopped.at - stopping.at).should.be.below(CLOSED_WITHIN);
        await hangUp();
      }
    });

    it('leave no listener, socket or timer behind', async () => {
      const now = await atRestLike(red, idle);
      now.listeners.should.eql(idle.listeners);
      excess(now, idle).should.eql({});
    });

    it('leave every port free once the flow is deleted', async () => {
      await red.deploy([]);
      const now = await atRestLike(red, empty);
      now.listeners.should.eql([]);
      excess(now, empty).should.eql({});
      const ports = Object.values(gateway.ports);
      (await Promise.all(ports.map((port) => isFree(port)))).should.eql([true, true, true]);
    });
  });
}

for (const nodeRed of nodeRedVersions) {
  describe(`a deploy with ${METERS} meters on Node-RED ${nodeRed}`, function () {
    this.timeout(300_000);
    let gateway: GatewayWithMeters;

    before(async () => {
      gateway = await GatewayWithMeters.start({ nodeRed, meters: METERS, interval: INTERVAL });
    });
    after(() => gateway?.stop());

    for (const type of ['nodes', 'flows', 'full'] as const) {
      it(`of type ${type} drops no link and no MQTT client, no meter comes or goes, and readings go on`, async () => {
        const from = gateway.told;
        await gateway.deployChanged(type);
        await gateway.toldOfAll('telemetry', gateway.told);
        gateway.counted('connected').should.equal(METERS);
        gateway.counted('closed').should.equal(0);
        gateway.changesTold(from).should.eql([]);
      });
    }

    it('of another port closes all links, and opens the new one', async () => {
      const port = await freePort();
      await gateway.red.deploy(
        gateway.flows.map((node) => (node.type === 'ivy-tcp-listener' ? { ...node, port } : node)),
      );
      await until(
        () => gateway.counted('closed') === METERS || undefined,
        PATIENCE,
        () => `${gateway.counted('closed')} links were closed`,
      );
      (await isFree(gateway.meterPort)).should.be.true();
      (await isListening('127.0.0.1', port, PATIENCE)).should.be.true();
    });

    it('does not keep Node-RED from ending, with all its links open', async () => {
      const from = gateway.told;
      await gateway.red.deploy(gateway.flows);
      await gateway.toldOfAll('status', from);
      const stopping = Date.now();
      await gateway.red.stop();
      (Date.now() - stopping).should.be.below(STOPPED_WITHIN);
    });
  });
}

/** Clients of every kind that say nothing: before their first octet, and after it. Gives what ends them. */
async function openIdleSockets(gateway: RunningGateway): Promise<() => Promise<void>> {
  const meter = await gateway.dialIn(em114070);
  const subscriber = await gateway.subscribe();
  const silent = Object.values(gateway.ports).flatMap((port) => [
    openSocket(port),
    openSocket(port),
  ]);
  return async () => {
    for (const socket of silent) socket.destroy();
    meter.hangUp();
    await subscriber.close();
  };
}

function openSocket(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  return socket.on('error', () => socket.destroy());
}

/** The fewest of each kind that are alive in two seconds; Node-RED's own timers come and go. */
async function atRest(red: NodeRed): Promise<Resources> {
  let { listeners, alive } = await red.resources();
  for (let samples = 0; samples < 8; samples += 1) {
    await delay(250);
    const now = await red.resources();
    const fewer = ([kind, count]: [string, number]) => [
      kind,
      Math.min(count, now.alive[kind] ?? 0),
    ];
    alive = Object.fromEntries(Object.entries(alive).map(fewer));
    listeners = now.listeners;
  }
  return { listeners, alive };
}

/** What a meter has told is gathered for ten seconds: what is alive then is there to stay. */
async function atRestLike(red: NodeRed, before: Resources): Promise<Resources> {
  const deadline = performance.now() + GATHERED_WITHIN;
  for (;;) {
    const now = await atRest(red);
    const isAsBefore = Object.keys(excess(now, before)).length === 0;
    if (isAsBefore || performance.now() > deadline) return now;
  }
}

/** How many more of each kind are alive now than before. */
function excess(now: Resources, before: Resources): Record<string, number> {
  const more = Object.entries(now.alive).map(
    ([kind, count]) => [kind, count - (before.alive[kind] ?? 0)] as const,
  );
  return Object.fromEntries(more.filter(([, count]) => count > 0));
}
