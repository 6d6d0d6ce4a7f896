import { connect, type MqttClient } from 'mqtt';
import { until } from './until';

/** ms until a test gives up. */
const PATIENCE = 60_000;

export interface Received {
  readonly topic: string;
  readonly retain: boolean;
  /** The payload's JSON; nothing where it is empty, as in a retained message that was cleared. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An MQTT client that subscribes to everything and keeps it. */
export class Subscriber {
  readonly messages: Received[] = [];

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topic, payload, { retain }) => {
      const json = payload.length === 0 ? {} : JSON.parse(String(payload));
      this.messages.push({ topic, retain, payload: json });
    });
  }

  /** Tries until somebody answers. */
  static async connect(url: string): Promise<Subscriber> {
    const client = connect(url, { reconnectPeriod: 100 });
    let reason = '';
    client.on('error', ({ message }) => {
      reason = message;
    });
    await until(
      () => client.connected || undefined,
      PATIENCE,
      () => `no connection to ${url}: ${reason}`,
    );
    const subscriber = new Subscriber(client);
    await client.subscribeAsync('#', { qos: 1 });
    return subscriber;
  }

  /** The first message on a topic that ends in `suffix` with all of `fields`, received or still to come. */
  message(suffix: string, fields: Readonly<Record<string, unknown>>): Promise<Received> {
    const look = () =>
      this.messages.find(
        ({ topic, payload }) =>
          topic.endsWith(suffix) &&
          Object.entries(fields).every(([name, value]) => payload[name] === value),
      );
    const seen = () =>
      this.messages.map(({ topic, payload }) => `${topic} ${JSON.stringify(payload)}`);
    return until(
      look,
      PATIENCE,
      () => `no …${suffix} with ${JSON.stringify(fields)} among\n${seen().join('\n')}`,
    );
  }

  /** Publishes JSON; resolves when the broker has it. */
  async publish(topic: string, payload: object): Promise<void> {
    await this.client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
