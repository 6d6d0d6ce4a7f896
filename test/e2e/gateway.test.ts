import 'should';
import type { Subscriber } from '../helpers/subscriber';
import { installedFolder, type NodeRed, nodeRedVersions } from './node-red';
import { dlt645Meter, EM114070_AARQ, em114070, textbookMeter } from './recordings';
import { RunningGateway } from './running-gateway';

/** Measured: about 0.1 s; promised: 1 s; the test's limit leaves room for a busy machine. */
const CONNECTED_WITHIN = 10_000;

for (const nodeRed of nodeRedVersions) {
  describe(`the Gateway example on Node-RED ${nodeRed}`, function () {
    this.timeout(300_000);
    const env = { POLLING_REGISTER_GROUP: 'all', POLLING_TIMEOUT: '2000' };
    let folder: string;
    let gateway: RunningGateway;
    let subscriber: Subscriber;

    before(async () => {
      folder = await installedFolder(nodeRed);
      gateway = await RunningGateway.boot({ nodeRed, folder, env });
      await gateway.red.importExample('Gateway');
      subscriber = await gateway.subscribe();
    });
    after(() => gateway?.stop());

    it('has every set of nodes of the package, loaded without an error', async () => {
      const sets = await gateway.red.nodeSets();
      sets.length.should.be.above(0);
      sets.filter(({ err, enabled }) => err !== undefined || !enabled).should.eql([]);
    });

    it('associates with an EM114070 by the octets that a real one accepted', async () => {
      const meter = await gateway.dialIn(em114070);
      const firstGet = await meter.request(/^000100010001000dc00101[0-9a-f]{18}00$/);
      meter.requests.slice(0, 2).should.eql([EM114070_AARQ, firstGet]);
    });

    it('publishes 236.36 V and 50.04 Hz of an EM114070, whose scales it does not tell', async () => {
      const status = await subscriber.message('meters/311501114070/status', { online: true });
      status.payload.should.containEql({
        state: 'online',
        protocol: 'dlms',
        meterId: '311501114070',
      });
      const telemetry = 'meters/311501114070/telemetry';
      const voltage = await subscriber.message(telemetry, { dataId: '1-0:12.7.0.255' });
      voltage.payload.should.containEql({
        register: 'VOLTAGE_TOTAL',
        value: 236.36,
        rawValue: 23636,
        unit: 'V',
        source: 'dlms',
        via: 'poll',
      });
      const frequency = await subscriber.message(telemetry, { register: 'FREQUENCY' });
      frequency.payload.should.containEql({ dataId: '1-0:14.7.0.255', value: 50.04, unit: 'Hz' });
    });

    it('keeps the status for those who subscribe later', async () => {
      const late = await gateway.subscribe();
      const status = await late.message('meters/311501114070/status', { online: true });
      status.retain.should.be.true();
    });

    it('publishes the readings of a DL/T 645 meter that is silent until it is asked', async () => {
      const meter = await gateway.dialIn(dlt645Meter);
      (await meter.request(/./)).should.equal('68aaaaaaaaaaaa681300df16');
      await subscriber.message('meters/000000001234/status', { online: true, protocol: 'dlt645' });
      const telemetry = 'meters/000000001234/telemetry';
      const energy = await subscriber.message(telemetry, { dataId: '0x00000000' });
      energy.payload.should.containEql({
        register: 'TOTAL_ACTIVE_COMBINED',
        value: 12345.67,
        rawValue: 1234567,
        unit: 'kWh',
        source: 'dlt645',
        via: 'poll',
      });
      const voltage = await subscriber.message(telemetry, { register: 'VOLTAGE_A' });
      voltage.payload.should.containEql({ dataId: '0x02010100', value: 220.5, unit: 'V' });
    });

    it('publishes 12345.71 kWh of a meter that tells its scales and hears only wPorts 16 to 1', async () => {
      await gateway.dialIn(textbookMeter);
      const energy = await subscriber.message('meters/000000114071/telemetry', {
        dataId: '1-0:1.8.0.255',
      });
      energy.payload.should.containEql({
        register: 'TOTAL_ACTIVE_IMPORT',
        value: 12345.71,
        rawValue: 1234571,
        unit: 'kWh',
      });
      energy.payload.should.not.have.property('quality');
    });

    it('is connected to its MQTT broker at once after a full deploy', async () => {
      const from = gateway.red.log.length;
      await gateway.red.deploy(await gateway.red.example('Gateway'));
      (await connectedAfterStart(gateway.red, from)).should.be.below(CONNECTED_WITHIN);
    });

    it('is connected to its MQTT broker at once after a boot', async () => {
      await gateway.stop();
      gateway = await RunningGateway.boot({ nodeRed, folder, env });
      (await connectedAfterStart(gateway.red, 0)).should.be.below(CONNECTED_WITHIN);
    });
  });
}

/** ms from the start of the flows until core's MQTT nodes are connected. */
async function connectedAfterStart(red: NodeRed, from: number): Promise<number> {
  const started = await red.program.line(/Starting flows/, { from });
  const connected = await red.program.line(/Connected to broker/, { from });
  return connected.at - started.at;
}
