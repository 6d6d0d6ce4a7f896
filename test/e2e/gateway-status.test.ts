import 'should';
import { freePort } from '../helpers/ports';
import { Program } from '../helpers/program';
import { Subscriber } from '../helpers/subscriber';
import { needs } from '../helpers/system-program';
import { gatewayFolderOnce } from './environment';
import { dlt645Meter, em114070 } from './recordings';
import { RunningGateway } from './running-gateway';

/** ms that a broker waits for a client that says nothing: one and a half times its keepalive of 60 s. */
const KEEPALIVE = 90_000;
const PLACES = ['ivy/v1/gateways/gateway', 'ivy/v1/gateway'];

describe('the gateway and its broker, of which either may be gone', function () {
  this.timeout(300_000);
  let mosquitto: Program;
  let url: string;
  let port: number;
  let folder: string;
  let gateway: RunningGateway;
  let subscriber: Subscriber;

  const startBroker = (): void => {
    mosquitto = new Program('mosquitto', ['-p', String(port)]);
  };
  const boot = () =>
    RunningGateway.boot({
      nodeRed: '5.0',
      folder,
      env: { MQTT_BROKER_URL: url, IDENTIFY_TIMEOUT: '3000', POLLING_ENABLED: 'false' },
    });
  const subscribe = async (): Promise<void> => {
    await subscriber?.close();
    subscriber = await Subscriber.connect(url);
  };
  const isTold = (topic: string, status: string) =>
    subscriber.message(topic, { status, gateway: 'gateway', name: 'IVY 4G Gateway' });

  before(async function () {
    needs(this, 'mosquitto', 'mosquitto');
    port = await freePort();
    url = `mqtt://127.0.0.1:${port}`;
    startBroker();
    folder = await gatewayFolderOnce();
    await subscribe();
    gateway = await boot();
  });
  after(async () => {
    await subscriber?.close();
    await gateway?.stop();
    await mosquitto?.stop();
  });

  it('publishes that it is there, retained, also on the topics of the reference gateway', async () => {
    for (const place of PLACES) {
      const { payload } = await isTold(`${place}/status`, 'online');
      payload.should.have.properties(['ts', 'version', 'uptime']);
      await subscriber.message(`${place}/stats`, { status: 'running' });
    }
    const late = await Subscriber.connect(url);
    const { retain } = await late.message('gateways/gateway/status', { status: 'online' });
    retain.should.be.true();
    await late.close();
  });

  it('tells all states again when the broker has lost them', async () => {
    await gateway.dialIn(dlt645Meter);
    await subscriber.message('meters/000000001234/status', { online: true });
    mosquitto.signal('SIGKILL');
    await mosquitto.exited;
    startBroker();
    await subscribe();
    await subscriber.message('meters/000000001234/status', { online: true });
    for (const place of PLACES) await isTold(`${place}/status`, 'online');
  });

  it('is offline within the keepalive when it is killed, and back with the true state of each meter', async () => {
    await gateway.dialIn(em114070);
    await subscriber.message('meters/311501114070/status', { online: true });
    await subscribe();
    const killedAt = Date.now();
    await gateway.red.kill();
    for (const place of PLACES) await isTold(`${place}/status`, 'offline');
    (Date.now() - killedAt).should.be.below(KEEPALIVE);
    await gateway.stop();
    await subscribe();
    gateway = await boot();
    await gateway.dialIn(em114070);
    for (const place of PLACES) await isTold(`${place}/status`, 'online');
    await subscriber.message('meters/000000001234/status', { state: 'offline' });
    await subscribe();
    const retained = await Promise.all([
      subscriber.message('meters/000000001234/status', {}),
      subscriber.message('meters/311501114070/status', {}),
      subscriber.message('gateways/gateway/status', {}),
    ]);
    retained[0].payload.should.containEql({ state: 'offline' });
    retained[1].payload.should.containEql({ state: 'online' });
    retained[2].payload.should.containEql({ status: 'online' });
  });

  it('says that it is gone when it is stopped', async () => {
    await subscribe();
    await gateway.red.stop();
    for (const place of PLACES) await isTold(`${place}/status`, 'offline');
  });
});
