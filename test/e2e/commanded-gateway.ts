import { connectAsync, type MqttClient } from 'mqtt';
import { type SimulatedMeter, Simulator } from '../../src/simulator';
import { freePort } from '../helpers/ports';
import { type Received, Subscriber } from '../helpers/subscriber';
import { until } from '../helpers/until';
import { RunningGateway } from './running-gateway';

export const METER = '000000001234';

/** Function 1CH with sixteen octets, in a frame. */
const ORDER = '681c10';
const AGAIN = 500;
const PATIENCE = 60_000;

export type Channel = 'request' | 'write' | 'relay';

/** The Gateway example with a meter whose relay can be switched, and who orders that by MQTT. */
export class CommandedGateway {
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #simulator: Simulator;
  readonly #clients: MqttClient[] = [];
  readonly meter: SimulatedMeter;
  /** Hears all that its user may. */
  readonly subscriber: Subscriber;
  /** How often the meter was told to switch. */
  acts = 0;
  /** Whether the meter falls silent when it is told to switch, so that the order has no answer. */
  fallsSilent = false;
  #gateway: RunningGateway | undefined;
  #probes = 0;

  private constructor(
    folder: string,
    env: Readonly<Record<string, string>>,
    port: number,
    subscriber: Subscriber,
  ) {
    this.#folder = folder;
    this.#env = env;
    this.#simulator = new Simulator({
      port,
      log: ({ kind, detail }) => {
        if (kind !== 'request' || !detail.includes(ORDER)) return;
        this.acts++;
        if (this.fallsSilent) this.meter.silence(true);
      },
    });
    const slow = { delay: 20, redial: 100, jitter: 0 };
    this.meter = this.#simulator.addDlt645Meter({ address: METER, ...slow });
    this.subscriber = subscriber;
  }

  /** `url`: the broker as the subscriber reaches it; where nobody is there yet, it is waited for. */
  static async boot(
    folder: string,
    url: string,
    env: Readonly<Record<string, string>>,
  ): Promise<CommandedGateway> {
    const port = await freePort();
    const all = { TCP_PORT: String(port), POLLING_ENABLED: 'false', ...env };
    const subscribing = Subscriber.connect(url);
    const running = RunningGateway.boot({ nodeRed: '5.0', folder, env: all });
    const commanded = new CommandedGateway(folder, all, port, await subscribing);
    commanded.#gateway = await running;
    commanded.#simulator.start();
    return commanded;
  }

  get gateway(): RunningGateway {
    if (!this.#gateway) throw new Error('the gateway does not run');
    return this.#gateway;
  }

  /** Ends it as a service manager does, or by a signal that it cannot hear. */
  async end(how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (how === 'SIGKILL') {
      await this.gateway.red.kill();
    }
    await this.gateway.stop();
  }

  async start(): Promise<void> {
    this.#gateway = await RunningGateway.boot({
      ...{ nodeRed: '5.0', folder: this.#folder, env: this.#env },
    });
  }

  async client(url: string): Promise<MqttClient> {
    const client = await connectAsync(url, { reconnectPeriod: 100 });
    client.on('error', () => undefined);
    this.#clients.push(client);
    return client;
  }

  /** Asks until the gateway hears commands and the meter answers: what was sent before has come by then. */
  async isAtWork(client: MqttClient): Promise<void> {
    const ids = new Set<unknown>();
    let lastAt = 0;
    await until(
      () => {
        if (performance.now() - lastAt > AGAIN) {
          const id = `probe ${++this.#probes}`;
          ids.add(id);
          lastAt = performance.now();
          if (this.meter.connected) this.meter.push();
          void order(client, 'request', { id, method: 'read_address' });
        }
        return this.answers().find(({ payload: { id, success } }) => ids.has(id) && success);
      },
      PATIENCE,
      () => 'no command is answered',
    );
  }

  /** The answer to an id, received already or still to come. */
  async answer(id: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.subscriber.message(`${METER}/command/response`, { id })).payload;
  }

  /** All answers so far, to one id or to any. */
  answers(id?: string): Received[] {
    return this.subscriber.messages.filter(
      ({ topic, payload }) =>
        topic.endsWith(`${METER}/command/response`) && (id === undefined || payload['id'] === id),
    );
  }

  /** What the audit says of an id: each phase, with the code of what failed. */
  async audit(id: string): Promise<readonly unknown[]> {
    await this.subscriber.message('/audit', { id, phase: 'answered' });
    return this.subscriber.messages
      .filter(({ topic, payload }) => topic.endsWith('/audit') && payload['id'] === id)
      .map(({ payload: { phase, code, success } }) => [phase, code ?? success]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.endAsync(true)));
    await this.#simulator.close();
    await this.subscriber.close();
    await this.#gateway?.stop();
  }
}

export function relay(id: string, state: string, more: object = {}): object {
  return { id, method: 'relay_control', params: { state }, ...more };
}

/** Publishes a command for the meter; resolves when the broker has it. */
export async function order(
  client: MqttClient,
  channel: Channel,
  command: object | Buffer,
  { retain = false } = {},
): Promise<void> {
  const topic = `ivy/v1/meters/${METER}/command/${channel}`;
  const payload = Buffer.isBuffer(command) ? command : JSON.stringify(command);
  await client.publishAsync(topic, payload, { qos: 1, retain });
}
