import { DEFAULT_ADDRESSES } from '../../../src/client';
import { DEFAULT_COMMAND_OPTIONS } from '../../../src/command';
import {
  Gateway,
  type GatewayOptions,
  type MeterPort,
  type MeterPortOptions,
} from '../../../src/gateway';
import type { Meter } from '../../../src/link';
import { Simulator } from '../../../src/simulator';
import type { Publication } from '../../../src/telemetry';
import { Caller, until } from '../link/caller';

interface Life {
  readonly [name: string]: unknown;
}

/** A gateway on a free port, and what it would publish about meters. */
export class TestGateway {
  readonly gateway: Gateway;
  readonly port: MeterPort;
  readonly life: Publication[] = [];
  readonly #callers: Caller[] = [];
  readonly #simulators: Simulator[] = [];

  private constructor(gateway: Gateway, port: MeterPort) {
    this.gateway = gateway;
    this.port = port;
    port.on('life', (publication) => this.life.push(publication));
  }

  static async open(
    options: Partial<GatewayOptions> = {},
    portOptions: Partial<MeterPortOptions> = {},
    listed: readonly { readonly id: string; readonly via?: string }[] = [],
  ): Promise<TestGateway> {
    const gateway = new Gateway({
      id: 'gw',
      topicPrefix: 'ivy/v1',
      identifyTimeout: 30_000,
      zeroAddress: 'accept',
      meterPolicy: 'auto',
      folder: undefined,
      log: () => undefined,
      secret: '',
      timezone: undefined,
      profile: 'generic-three-phase',
      currency: '',
      clockLimit: 60_000,
      commands: DEFAULT_COMMAND_OPTIONS,
      dlms: { enabled: true, ...DEFAULT_ADDRESSES },
      ...options,
    });
    if (listed.length > 0) {
      await gateway.ready;
      const defaults = { trusted: true, protected: false };
      await gateway.roster.replace(listed.map((meter) => ({ ...defaults, ...meter })));
    }
    const port = gateway.ports.add({
      host: '127.0.0.1',
      port: 0,
      protocol: 'auto',
      connectionTimeout: 120_000,
      maxConnections: 20_000,
      maxConnectionsPerIp: 0,
      ...portOptions,
    });
    const opened = new TestGateway(gateway, port);
    port.release();
    await until(() => port.state.name === 'listening');
    return opened;
  }

  get portNumber(): number {
    return this.port.state.name === 'listening' ? this.port.state.port : 0;
  }

  async dial(host = '127.0.0.1', from?: string): Promise<Caller> {
    const caller = await Caller.dial(this.portNumber, host, from);
    this.#callers.push(caller);
    return caller;
  }

  simulator(): Simulator {
    const simulator = new Simulator({ port: this.portNumber });
    this.#simulators.push(simulator);
    return simulator;
  }

  async meter(id: string): Promise<Meter> {
    await until(() => this.gateway.directory.find(id)?.link !== undefined);
    return this.gateway.directory.find(id) as Meter;
  }

  /** The names of events and the states of statuses of one meter, in order. */
  story(id: string): string[] {
    return this.life
      .filter(({ topic }) => topic.startsWith(`ivy/v1/meters/${id}/`))
      .map(({ payload }) => {
        const { event, state } = payload as Life;
        return String(payload === '' ? 'cleared' : (event ?? state));
      });
  }

  async close(): Promise<void> {
    await Promise.all(this.#simulators.map((simulator) => simulator.close()));
    for (const caller of this.#callers) caller.hangUp();
    await this.gateway.close();
  }
}
