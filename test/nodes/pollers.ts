import type { NodeInitializer } from 'node-red';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { Simulator, type SimulatorOptions } from '../../src/simulator';
import { type Fields, type Flow, load, type NodeConfig, type Seen, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';
import { until } from '../helpers/until';

/** Meters that dial in on a real port, and a poller that asks them: only on trigger unless told otherwise. */
export class PollerBench {
  readonly flow: Flow;
  readonly simulator: Simulator;

  private constructor(flow: Flow, simulator: Simulator) {
    this.flow = flow;
    this.simulator = simulator;
  }

  static async start(
    poller: NodeInitializer,
    settings: Pick<NodeConfig, 'type'> & Fields,
    gatewaySettings: object = {},
    options: SimulatorOptions = {},
  ): Promise<PollerBench> {
    const port = await freePort();
    const flow = await load(
      [gateway, listener, poller],
      [
        { id: 'gw', type: 'ivy-gateway', ...gatewaySettings },
        { id: 'listener', type: 'ivy-tcp-listener', gateway: 'gw', host: '127.0.0.1', port },
        { id: 'node', gateway: 'gw', enabled: 'false', timeout: '300', retries: '0', ...settings },
      ],
    );
    const simulator = new Simulator({ port, ...options });
    simulator.start();
    return new PollerBench(flow, simulator);
  }

  /** Waits until the gateway knows a meter. */
  async online(meterId: string): Promise<void> {
    await this.flow.find(
      'listener',
      2,
      ({ payload }) => payload['meterId'] === meterId && payload['online'] === true,
      4_000,
    );
  }

  /** Asks for a poll, and waits for its summary. */
  async poll(trigger: object, meterId = '000000001234'): Promise<Seen> {
    this.flow.send('node', { payload: trigger });
    return this.summary(meterId);
  }

  async summary(meterId: string, within = 4_000): Promise<Seen> {
    const isSummary = ({ payload }: Seen) =>
      'duration' in payload && payload['meterId'] === meterId;
    return this.flow.find('node', 2, isSummary, within);
  }

  /** What each reading that has come says: register, value, unit. */
  async readings(count: number): Promise<readonly (readonly unknown[])[]> {
    const found: Seen[] = [];
    await until(
      () => {
        found.push(...this.flow.rest('node', 1));
        return found.length >= count ? true : undefined;
      },
      2_000,
      () => `${found.length} of ${count} readings`,
    );
    return found.map(({ payload }) => [payload['register'], payload['value'], payload['unit']]);
  }

  async close(): Promise<void> {
    await this.simulator.close();
    await unload();
  }
}
