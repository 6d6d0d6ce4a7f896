import 'should';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { until } from '../helpers/until';
import { booted, COMPOSED, type Environment, VARIABLES } from './environment';
import {
  dlt645Meter,
  EM114070_AARQ,
  em114070,
  silent,
  textbookMeter,
  unconfigured,
} from './recordings';
import { root } from './runtime';

/** Time enough to see that something does not happen. */
const A_WHILE = 2_000;
const PORTS = ['TCP_PORT', 'MQTT_PORT', 'MQTT_WS_PORT'];
const NO_PORTS = VARIABLES.filter((name) => !PORTS.includes(name));

describe('the environment of the Gateway example', function () {
  this.timeout(300_000);

  it('is all that the tab has variables for', () => {
    const flows = JSON.parse(readFileSync(join(root, 'examples', 'Gateway.json'), 'utf8'));
    const env: { name: string }[] = flows[0].env;
    const names = env.map(({ name }) => name).filter((name) => !COMPOSED.includes(name));
    names.sort().should.eql([...VARIABLES].sort());
  });

  for (const [state, value] of [
    ['unset', undefined],
    ['empty', ''],
  ] as const) {
    describe(`${state}: ports`, () => {
      const gateway = booted(all(VARIABLES, value));

      it('are 8899 on all addresses, 1883 and 9001 on this machine alone', async () => {
        const isBusy = (port: string) =>
          gateway().red.log.some(({ text }) => text.includes(port) && text.includes('EADDRINUSE'));
        for (const address of ['0.0.0.0:8899', '127.0.0.1:1883', '127.0.0.1:9001']) {
          await until(
            async () => {
              const { listeners } = await gateway().red.resources();
              return listeners.includes(address) || isBusy(address.slice(-4)) || undefined;
            },
            10_000,
            () => `nobody listens on ${address}`,
          );
        }
      });
    });

    describe(`${state}: everything else`, () => {
      const gateway = booted(all(NO_PORTS, value));

      it('gives the topics below ivy/v1, the gateway id "gateway"', async () => {
        const subscriber = await gateway().subscribe();
        await gateway().dialIn(em114070);
        const status = await subscriber.message('/status', { meterId: '311501114070' });
        status.topic.should.equal('ivy/v1/meters/311501114070/status');
        status.payload.should.containEql({ gateway: 'gateway' });
      });

      it('polls an EM114070 at once, without an acknowledgement, on wPorts 1 to 1', async () => {
        const meter = await gateway().dialIn(em114070);
        (await meter.request(/./)).should.equal(EM114070_AARQ);
      });

      it('polls other DLMS meters on wPorts 16 to 1, and DL/T 645 meters', async () => {
        const textbook = await gateway().dialIn(textbookMeter);
        await textbook.request(/^000100100001....60/);
        const dlt645 = await gateway().dialIn(dlt645Meter);
        await dlt645.request(/^68341200000000681104/);
      });

      it('keeps the factory address', async () => {
        const subscriber = await gateway().subscribe();
        await gateway().dialIn(unconfigured);
        await subscriber.message('ivy/v1/meters/000000000000/status', { online: true });
      });

      it('lets anybody on this machine in by MQTT, and nobody by WebSocket', async () => {
        await gateway().subscribe();
        await connectAsync(
          `ws://127.0.0.1:${gateway().ports.webSocket}`,
          { reconnectPeriod: 0 },
          false,
        ).should.be.rejected();
      });

      it('reads on command/request, and neither writes nor switches', async () => {
        const subscriber = await gateway().subscribe();
        await gateway().dialIn(dlt645Meter);
        await subscriber.message('meters/000000001234/status', { online: true });
        const orders = {
          read_register: { params: { register: 'VOLTAGE_A' }, answer: { success: true } },
          relay_control: { params: { state: 'open' }, answer: { code: 'relay-disabled' } },
          dlt645_write: {
            params: { dataId: '04000E01', dataHex: '00' },
            answer: { code: 'write-disabled' },
          },
        };
        for (const [method, { params, answer }] of Object.entries(orders)) {
          const topic = 'ivy/v1/meters/000000001234/command/request';
          await subscriber.publish(topic, { id: method, method, params });
          const response = await subscriber.message('/command/response', { id: method });
          response.payload.should.containEql(answer);
        }
        await subscriber.message('/gateways/gateway/audit', { code: 'relay-disabled' });
      });

      it('keeps links that are silent for a while, as many as come from one address', async () => {
        const meters = await Promise.all([1, 2, 3, 4].map(() => gateway().dialIn(silent)));
        await delay(A_WHILE);
        meters.map(({ isClosed }) => isClosed).should.eql([false, false, false, false]);
      });
    });
  }
});

function all(names: readonly string[], value: string | undefined): Environment {
  return Object.fromEntries(names.map((name) => [name, value]));
}
