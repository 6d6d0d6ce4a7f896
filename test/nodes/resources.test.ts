import 'should';
import { setTimeout as sleep } from 'node:timers/promises';
import RED from 'node-red';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import broker from '../../nodes/ivy-mqtt-broker/ivy-mqtt-broker';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import router from '../../nodes/protocol-router/protocol-router';
import { Caller } from '../helpers/caller';
import { load, unload } from '../helpers/flow';
import { freePorts } from '../helpers/ports';
import { until } from '../helpers/until';

const ROUNDS = 20;
/** ms until what one flow may have left behind is gone, and cannot hide what others leave. */
const LONGEST_TIMER = 3_500;
const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const HALF_A_FRAME = '68785634120000';

/** Timers, sockets and servers that keep the process alive, by kind. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('twenty flows, one after another', () => {
  /** Everything is in the middle of something: a meter on the line, a poll, half a frame, a busy client. */
  async function round(port: number, mqttPort: number, wsPort: number): Promise<void> {
    const gw = { gateway: 'gw' };
    const flow = await load(
      [gateway, listener, dlmsPoller, dlt645Poller, router, broker],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'broker', type: 'ivy-mqtt-broker', ...gw, port: mqttPort, wsPort },
        { id: 'listener', type: 'ivy-tcp-listener', ...gw, host: '127.0.0.1', port },
        { id: 'dlms', type: 'dlms-poller', ...gw, interval: '1000' },
        { id: 'dlt645', type: 'dlt645-poller', ...gw, interval: '1000' },
        { id: 'router', type: 'protocol-router' },
      ],
    );
    await flow.statusMatching('listener', /links/);
    const caller = await Caller.dial(port);
    caller.say(HEARTBEAT);
    await flow.next('listener', 1);
    flow.send('dlms', { payload: 'now' });
    flow.send('router', { payload: HALF_A_FRAME });
    caller.say(HALF_A_FRAME);
    await unload();
    await caller.closed();
  }

  it('leave no timer, no socket and no listener behind', async () => {
    const [port = 0, mqttPort = 0, wsPort = 0] = await freePorts(3);
    await round(port, mqttPort, wsPort);
    await sleep(LONGEST_TIMER);
    const before = resources();
    const listeners = RED.events.listenerCount('flows:started');
    for (let count = 0; count < ROUNDS; count++) await round(port, mqttPort, wsPort);
    const settled = () =>
      JSON.stringify(resources()) === JSON.stringify(before) ? true : undefined;
    const describeRest = () => `${JSON.stringify(before)} became ${JSON.stringify(resources())}`;
    await until(settled, 500, describeRest);
    RED.events.listenerCount('flows:started').should.equal(listeners);
  }).timeout(30_000);
});
