import { connectAsync } from 'mqtt';
import { freePorts } from '../helpers/ports';
import { Subscriber } from '../helpers/subscriber';
import {
  type BootOptions,
  boot,
  installedFolder,
  type NodeRed,
  type NodeRedVersion,
} from './node-red';
import { RecordedMeter, type Recording } from './recorded-meter';

/** A user folder in which the package is installed and the Gateway example is deployed. */
export async function gatewayFolder(nodeRed: NodeRedVersion): Promise<string> {
  const folder = await installedFolder(nodeRed);
  const gateway = await RunningGateway.boot({ nodeRed, folder });
  await gateway.red.importExample('Gateway');
  await gateway.stop();
  return folder;
}

/** Node-RED on free ports, with all that a test has dialled in and subscribed. */
export class RunningGateway {
  readonly #meters: RecordedMeter[] = [];
  readonly #subscribers: Subscriber[] = [];

  private constructor(
    readonly red: NodeRed,
    readonly ports: { readonly meter: number; readonly mqtt: number; readonly webSocket: number },
  ) {}

  /** Boots with the environment of `options`, which may hold ports of its own. */
  static async boot(options: BootOptions): Promise<RunningGateway> {
    const [meter = 0, mqtt = 0, webSocket = 0] = await freePorts(3);
    const env = {
      TCP_PORT: String(meter),
      MQTT_PORT: String(mqtt),
      MQTT_WS_PORT: String(webSocket),
      ...options.env,
    };
    const red = await boot({ ...options, env });
    return new RunningGateway(red, { meter, mqtt, webSocket });
  }

  async dialIn(recording: Recording, localAddress?: string): Promise<RecordedMeter> {
    const meter = await RecordedMeter.dialIn(this.ports.meter, recording, localAddress);
    this.#meters.push(meter);
    return meter;
  }

  async publish(topic: string, payload: string): Promise<void> {
    const client = await connectAsync(`mqtt://127.0.0.1:${this.ports.mqtt}`);
    await client.publishAsync(topic, payload, { qos: 1 });
    await client.endAsync();
  }

  /** Subscribes to all there is. */
  async subscribe(): Promise<Subscriber> {
    const subscriber = await Subscriber.connect(`mqtt://127.0.0.1:${this.ports.mqtt}`);
    this.#subscribers.push(subscriber);
    return subscriber;
  }

  async stop(): Promise<void> {
    await this.#leave();
    await this.red.stop();
  }

  /** Ends it at once, where its end is not what is looked at: core MQTT nodes take 2 s to part from nobody. */
  async kill(): Promise<void> {
    await this.#leave();
    await this.red.kill();
  }

  async #leave(): Promise<void> {
    for (const meter of this.#meters) meter.hangUp();
    await Promise.all(this.#subscribers.map((subscriber) => subscriber.close()));
  }
}
