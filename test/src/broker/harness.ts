import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectMqtt, type IClientOptions, type MqttClient } from 'mqtt';
import { Broker, type BrokerEvent, type BrokerOptions, type Transport } from '../../../src/broker';
import { until } from '../../helpers/until';

export const OPERATOR = { username: 'operator', password: 'pa:ss' };

/** A broker on ports of the system's choice, with all that it tells. */
export interface Bench {
  readonly broker: Broker;
  readonly events: BrokerEvent[];
  readonly lines: string[];
  port(transport?: Transport): number;
  /** The first event of the type, told already or still to come. */
  event<Type extends BrokerEvent['type']>(
    type: Type,
  ): Promise<Extract<BrokerEvent, { type: Type }>>;
  /** An MQTT client that does not reconnect; anonymous where no options say otherwise. */
  client(options?: IClientOptions): Promise<MqttClient>;
  webSocketClient(options?: IClientOptions): Promise<MqttClient>;
  /** A plain connection; it reads and discards until told otherwise. */
  socket(): Promise<Socket>;
}

const cleanups: (() => Promise<unknown> | unknown)[] = [];

/** Closes what the test has opened; for `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

export function bench(options: BrokerOptions = {}): Bench {
  const lines: string[] = [];
  const broker = new Broker({ port: 0, log: (line) => lines.push(line), ...options });
  cleanups.push(() => broker.close());
  const events: BrokerEvent[] = [];
  broker.on('event', (event) => events.push(event));

  const bench: Bench = {
    broker,
    events,
    lines,
    port(transport = 'mqtt') {
      const port = broker.state.ports[transport];
      if (port === undefined) throw new Error(`no port for ${transport}`);
      return port;
    },
    event: (type) =>
      until(
        () =>
          events.find(
            (event): event is Extract<BrokerEvent, { type: typeof type }> => event.type === type,
          ),
        3_000,
        () => `no ${type} among ${JSON.stringify(events)}`,
      ),
    client: (clientOptions) => open(`mqtt://127.0.0.1:${bench.port()}`, clientOptions),
    webSocketClient: (clientOptions) =>
      open(`ws://127.0.0.1:${bench.port('websocket')}/any/path`, clientOptions),
    async socket() {
      const socket = connect(bench.port(), '127.0.0.1');
      cleanups.push(() => socket.destroy());
      socket.on('error', () => undefined);
      socket.resume();
      await once(socket, 'connect');
      return socket;
    },
  };
  return bench;
}

/** A bench whose ports are open. */
export async function listeningBench(options: BrokerOptions = {}): Promise<Bench> {
  const it = bench(options);
  await it.event('listening');
  if (options.webSocketPort !== undefined) {
    await until(
      () => it.broker.state.ports.websocket,
      3_000,
      () => 'no WebSocket port',
    );
  }
  return it;
}

const inboxes = new WeakMap<MqttClient, string[]>();

async function open(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = connectMqtt(url, { reconnectPeriod: 0, ...options });
  cleanups.push(() => client.end(true));
  const messages: string[] = [];
  client.on('message', (topic, payload) => messages.push(`${topic} ${payload}`));
  inboxes.set(client, messages);
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.on('error', reject);
    client.once('close', () => reject(new Error('closed')));
  });
}

/** The messages that a client has received, as `topic payload`; those still to come are added. */
export function inbox(client: MqttClient): readonly string[] {
  return inboxes.get(client) ?? [];
}

/** Waits until a message that is sent now has come back: all that was sent before is through. */
export async function settled(client: MqttClient): Promise<void> {
  const topic = `ivy/v1/settled/${Math.random()}`;
  const messages = inbox(client);
  await client.subscribeAsync(topic, { qos: 1 });
  await client.publishAsync(topic, '', { qos: 1 });
  await until(
    () => messages.find((message) => message.startsWith(topic)),
    3_000,
    () => 'not settled',
  );
}

/** The octets that a socket receives from now until it is closed, in hex. */
export function untilClosed(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  const received = () => Buffer.concat(chunks).toString('hex');
  socket.on('data', (chunk) => chunks.push(chunk));
  if (socket.closed) return Promise.resolve(received());
  return new Promise((resolve) => socket.once('close', () => resolve(received())));
}

/** MQTT 3.1.1, clean session, keep alive 60 s, client id "raw". */
export const CONNECT = Buffer.from('100f00044d5154540402003c0003726177', 'hex');
export const CONNACK = '20020000';
