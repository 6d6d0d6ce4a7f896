import { setTimeout as sleep } from 'node:timers/promises';
import should from 'should';
import type { Subscriber } from '../helpers/subscriber';
import { installedFolder } from './node-red';
import { dlt645Meter, em114070 } from './recordings';
import { RunningGateway } from './running-gateway';

/** What the store gathers is on disk after a second. */
const WRITTEN = 1_500;

describe('a gateway that is killed', function () {
  this.timeout(300_000);
  const nodeRed = '5.0';
  const env = { IDENTIFY_TIMEOUT: '3000', POLLING_ENABLED: 'false' };
  let gateway: RunningGateway;
  let subscriber: Subscriber;

  after(() => gateway?.stop());

  it('tells of meters that do not return that they are unknown, then offline', async () => {
    const folder = await installedFolder(nodeRed);
    gateway = await RunningGateway.boot({ nodeRed, folder, env });
    await gateway.red.importExample('Gateway');
    subscriber = await gateway.subscribe();
    await gateway.dialIn(em114070);
    await gateway.dialIn(dlt645Meter);
    const lost = await subscriber.message('meters/311501114070/status', { online: true });
    await subscriber.message('meters/000000001234/status', { online: true });
    await sleep(WRITTEN);
    await gateway.red.kill();
    await gateway.stop();

    gateway = await RunningGateway.boot({ nodeRed, folder, env });
    subscriber = await gateway.subscribe();
    await gateway.dialIn(dlt645Meter);
    const unknown = await subscriber.message('meters/311501114070/status', { state: 'unknown' });
    unknown.payload.should.containEql({ online: false, protocol: 'dlms', gateway: 'gateway' });
    should(Number(unknown.payload['epoch'])).be.above(Number(lost.payload['epoch']));
    const offline = await subscriber.message('meters/311501114070/status', { state: 'offline' });
    should(Number(offline.payload['epoch'])).be.above(Number(unknown.payload['epoch']));
    await subscriber.message('meters/000000001234/status', { state: 'online' });
  });
});
