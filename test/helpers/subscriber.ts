import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { until } from './until';

export interface Received {
  /** When it arrived, ms since 1970. */
  readonly at: number;
  readonly topic: string;
  readonly retain: boolean;
  /** The payload's JSON; nothing where it is empty, as in a retained message that was cleared. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An MQTT client that keeps all it receives. */
export class Subscriber {
  readonly messages: Received[] = [];

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topic, payload, { retain }) => {
      const json = payload.length === 0 ? {} : JSON.parse(String(payload));
      this.messages.push({ at: Date.now(), topic, retain, payload: json });
    });
  }

  static async connect(url: string, filter: string, options?: IClientOptions): Promise<Subscriber> {
    const client = await connectAsync(url, { reconnectPeriod: 100, ...options });
    const subscriber = new Subscriber(client);
    await client.subscribeAsync(filter, { qos: 1 });
    return subscriber;
  }

  /** The first message on a topic that ends in `suffix` with all of `fields`, received or still to come. */
  message(
    suffix: string,
    fields: Readonly<Record<string, unknown>>,
    within = 60_000,
  ): Promise<Received> {
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
      within,
      () => `no …${suffix} with ${JSON.stringify(fields)} among\n${seen().join('\n')}`,
    );
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
