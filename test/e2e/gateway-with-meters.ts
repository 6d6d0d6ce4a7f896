import { Simulator } from '../../src/simulator';
import type { Subscriber } from '../helpers/subscriber';
import { until } from '../helpers/until';
import {
  type DeployType,
  type FlowNode,
  installedFolder,
  type NodeRed,
  type NodeRedVersion,
} from './node-red';
import { RunningGateway } from './running-gateway';

export interface Installation {
  readonly nodeRed: NodeRedVersion;
  readonly meters: number;
  /** ms between two polls of one meter. */
  readonly interval: number;
  /** Puts more into the user folder, before Node-RED boots. */
  readonly prepare?: (folder: string) => void;
}

export type MeterTopic = 'status' | 'telemetry';

/** ms in which all meters are connected, or polled once, beyond their interval. */
const PATIENCE = 60_000;

/** The Gateway example on a real Node-RED, and simulated meters that have dialled in. */
export class GatewayWithMeters {
  /** The flow as the example has it. */
  readonly flows: readonly FlowNode[];
  readonly #gateway: RunningGateway;
  readonly #simulator: Simulator;
  readonly #subscriber: Subscriber;
  readonly #interval: number;

  private constructor(
    gateway: RunningGateway,
    simulator: Simulator,
    subscriber: Subscriber,
    flows: readonly FlowNode[],
    interval: number,
  ) {
    this.#gateway = gateway;
    this.#simulator = simulator;
    this.#subscriber = subscriber;
    this.flows = flows;
    this.#interval = interval;
  }

  static async start({
    nodeRed,
    meters,
    interval,
    prepare,
  }: Installation): Promise<GatewayWithMeters> {
    const folder = await installedFolder(nodeRed);
    prepare?.(folder);
    const env = { POLLING_INTERVAL: String(interval), E2E_RESOURCES: 'uncounted' };
    const gateway = await RunningGateway.boot({ nodeRed, folder, env });
    const flows = await gateway.red.example('Gateway');
    await gateway.red.deploy(flows);
    await gateway.red.program.line(/Connected to broker/);
    const subscriber = await gateway.subscribe();
    const simulator = new Simulator({ port: gateway.ports.meter, spread: 1_000 });
    for (let count = 0; count < meters; count += 1) {
      simulator.addEm114070({ address: String(311_500_000_000 + count) });
    }
    simulator.start();
    const started = new GatewayWithMeters(gateway, simulator, subscriber, flows, interval);
    await started.toldOfAll('status');
    return started;
  }

  get red(): NodeRed {
    return this.#gateway.red;
  }

  get meterPort(): number {
    return this.#gateway.ports.meter;
  }

  /** How many MQTT messages have come. */
  get told(): number {
    return this.#subscriber.messages.length;
  }

  /** Deploys so that every node of ours and every MQTT node is another one afterwards. */
  async deployChanged(type: DeployType, more: readonly FlowNode[] = []): Promise<void> {
    const info = `${type} ${this.told}`;
    const changed = [...this.flows, ...more].map((node) =>
      node.type === 'tab' ? node : { ...node, info },
    );
    await this.red.deploy(changed, type);
  }

  /** Waits until each meter has been told of on its topic of that kind, after so many messages. */
  async toldOfAll(kind: MeterTopic, from = 0): Promise<void> {
    const told = new Set<string>();
    let next = from;
    await until(
      () => {
        for (const topic of this.topics(kind, next)) told.add(topic);
        next = this.told;
        return told.size === this.#simulator.meters.length || undefined;
      },
      this.#interval + PATIENCE,
      () => `${kind} of ${told.size} meters`,
    );
  }

  /** The topics of meters, of one kind, that were told on after so many messages. */
  topics(kind: MeterTopic, from: number): string[] {
    const isKind = new RegExp(`/meters/[^/]+/${kind}$`);
    return this.#subscriber.messages
      .slice(from)
      .flatMap(({ topic }) => (isKind.test(topic) ? topic : []));
  }

  /**
   * What was told, after so many messages, of meters that come or go: events, and states but online. That
   * meters are online is told again when MQTT nodes connect anew; it is retained where the subscriber itself
   * had to, and then counts.
   */
  changesTold(from: number): string[] {
    const isChange = /\/meters\/[^/]+\/(?:events|status)$/;
    return this.#subscriber.messages
      .slice(from)
      .filter(({ topic }) => isChange.test(topic))
      .filter(({ retain, payload }) => retain || payload['state'] !== 'online')
      .map(({ topic, payload }) => `${topic} ${JSON.stringify(payload)}`);
  }

  /** How often meters have connected, or their connections were closed. */
  counted(kind: 'connected' | 'closed'): number {
    return this.#simulator.meters.reduce((sum, { counters }) => sum + counters[kind], 0);
  }

  async stop(): Promise<void> {
    await this.#simulator.close();
    await this.#gateway.stop();
  }
}
