import 'should';
import { connectAsync } from 'mqtt';
import type { Subscriber } from '../helpers/subscriber';
import { until } from '../helpers/until';
import type { FlowNode } from './node-red';
import type { Recording } from './recorded-meter';
import { dlt645Meter } from './recordings';
import { gatewayFolder, RunningGateway } from './running-gateway';

const METER = 'meters/000000001234';
const EVENTS = `${METER}/events`;
/** The phase A voltage that the meter tells unasked. */
const PUSHED = {
  '260.5': '683412000000006891063334343538590e16',
  '261.0': '683412000000006891063334343543591916',
  '0.0': '68341200000000689106333434353333e316',
};

/** The DL/T 645 meter, which begins with its voltage. */
function meterAt(voltage: keyof typeof PUSHED): Recording {
  return { ...dlt645Meter, greeting: PUSHED[voltage] };
}

describe('alarms in the Gateway example', function () {
  this.timeout(300_000);
  const env = { POLLING_ENABLED: 'false' };
  let folder: string;
  let gateway: RunningGateway;
  let subscriber: Subscriber;

  before(async () => {
    folder = await gatewayFolder('5.0');
    await start();
  });
  after(() => gateway?.stop());

  async function start(): Promise<void> {
    gateway = await RunningGateway.boot({ nodeRed: '5.0', folder, env });
    subscriber = await gateway.subscribe();
  }

  async function request(payload: object): Promise<void> {
    const client = await connectAsync(`mqtt://127.0.0.1:${gateway.ports.mqtt}`);
    await client.publishAsync(`ivy/v1/${METER}/alarms/request`, JSON.stringify(payload), {
      qos: 1,
    });
    await client.endAsync();
  }

  const events = (): unknown[] =>
    subscriber.messages
      .filter(({ topic }) => topic.endsWith(EVENTS))
      .map(({ payload }) => payload['event']);

  it('overvoltage is raised, and the telemetry is there too', async () => {
    await gateway.dialIn(meterAt('260.5'));
    await subscriber.message(`${METER}/telemetry`, { register: 'VOLTAGE_A', value: 260.5 });
    const { payload } = await subscriber.message(EVENTS, { event: 'alarm:overvoltage' });
    payload.should.match({
      meterId: '000000001234',
      severity: 'warning',
      data: { register: 'VOLTAGE_A', value: 260.5, threshold: 250, unit: 'V' },
    });
  });

  it('a request is answered once, though six nodes hear it', async () => {
    await request({ id: 'first', command: 'acknowledge' });
    await request({ id: 'second', command: 'acknowledge' });
    const response = `${METER}/command/response`;
    const { payload } = await subscriber.message(response, { id: 'first' });
    payload.should.match({ success: true, result: { command: 'acknowledge', alarms: 1 } });
    await subscriber.message(response, { id: 'second' });
    const answers = subscriber.messages.filter(({ topic }) => topic.endsWith(response));
    answers.map(({ payload: { id } }) => id).should.eql(['first', 'second']);
  });

  it('a restart neither raises the alarm again nor forgets it', async () => {
    await gateway.stop();
    await start();
    await gateway.dialIn(meterAt('261.0'));
    await subscriber.message(`${METER}/telemetry`, { register: 'VOLTAGE_A', value: 261 });
    await gateway.dialIn(meterAt('0.0'));
    await subscriber.message(EVENTS, { event: 'alarm:voltage_loss' });
    await subscriber.message(EVENTS, { event: 'alarm_cleared:overvoltage' });
    events().should.not.containEql('alarm:overvoltage');
  });

  it('without the voltage node and with a disabled current node, telemetry and other alarms go on', async () => {
    const flow = await gateway.red.example('Gateway');
    const isAlarm = ({ type, name }: FlowNode, family: string) =>
      type === 'alarm-threshold' && name === family;
    const rest = flow
      .filter((node) => !isAlarm(node, 'voltage'))
      .map((node) => (isAlarm(node, 'current') ? { ...node, d: true } : node));
    await gateway.red.deploy(rest);
    const before = subscriber.messages.length;
    const meter = await gateway.dialIn(meterAt('260.5'));
    const news = () => subscriber.messages.slice(before);
    await until(
      () => news().find(({ payload }) => payload['value'] === 260.5),
      60_000,
      () => 'no telemetry',
    );
    meter.hangUp();
    await until(
      () => news().find(({ payload }) => payload['event'] === 'alarm:communication_lost'),
      60_000,
      () => JSON.stringify(news()),
    );
    news()
      .map(({ payload }) => payload['event'])
      .should.not.containEql('alarm:overvoltage');
  });
});
