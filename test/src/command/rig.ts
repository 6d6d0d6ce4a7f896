import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Bearer,
  type Channel,
  CommandDesk,
  type CommandHost,
  type CommandMessage,
  type CommandOptions,
  type CommandResponse,
  DEFAULT_COMMAND_OPTIONS,
} from '../../../src/command';
import { Failure } from '../../../src/link';
import type { MeterKeys } from '../../../src/meters';
import { Simulator } from '../../../src/simulator';
import type { Store } from '../../../src/store';
import { type Publication, TimeZone } from '../../../src/telemetry';
import { TestGateway } from '../gateway/test-gateway';
import { until } from '../link/caller';
import { newFolder, noEngine, open, tidyUp } from '../store/folder';

export interface RigOptions extends Partial<CommandOptions> {
  readonly untrusted?: readonly string[];
  readonly protected?: readonly string[];
  readonly timezone?: string;
  readonly keys?: Readonly<Record<string, MeterKeys>>;
  readonly memoryOnly?: boolean;
  readonly folder?: string;
  readonly timeout?: number;
  readonly lookEvery?: number;
}

export interface Answer {
  readonly id: unknown;
  readonly success: boolean;
  readonly code?: string;
  readonly error?: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly repeated?: boolean;
}

/** DL/T 645, and what switches allowed. */
export const OPEN: RigOptions = { writeControl: 'both', relayControl: 'both' };

const rigs: Rig[] = [];

/** A gateway that meters dial in to over real sockets, a store on disk, and its command desk. */
export class Rig {
  readonly gateway: TestGateway;
  readonly desk: CommandDesk;
  readonly store: Store;
  readonly folder: string;
  readonly audit: Publication[] = [];
  readonly #simulators: Simulator[] = [];
  options: CommandOptions;
  /** Everything that the meters were asked, in hex. */
  readonly requests: string[] = [];
  /** Answers to what an earlier process took. */
  readonly delivered: CommandResponse[] = [];
  readonly bearer: Bearer;
  onRequest: (octets: string) => void = () => undefined;

  private constructor(gateway: TestGateway, store: Store, folder: string, given: RigOptions) {
    const { untrusted = [], timezone, timeout = 1_000, ...options } = given;
    this.gateway = gateway;
    this.store = store;
    this.folder = folder;
    this.options = { ...DEFAULT_COMMAND_OPTIONS, ...options };
    const zone = timezone === undefined ? undefined : new TimeZone(timezone);
    const rig = this;
    const host: CommandHost = {
      ready: Promise.resolve(),
      id: 'gw',
      topicPrefix: 'ivy/v1',
      directory: gateway.gateway.directory,
      get commandOptions() {
        return rig.options;
      },
      executed: store.executed,
      values: store.values,
      currency: '',
      lookEvery: given.lookEvery ?? 20,
      folder: given.memoryOnly ? undefined : folder,
      isTrusted: (id) => !untrusted.includes(id),
      isProtected: (id) => given.protected?.includes(id) ?? false,
      expectDurable: () => {
        if (!store.durable) throw new Failure('storage-failed', 'memory only');
      },
      dlmsClient: (meter) => gateway.gateway.dlmsClient(meter),
      keysOf: (id) => given.keys?.[id],
      timezoneOf: () => zone,
      clockOf: () => ({ timezone: zone }),
      catalogueOf: (id) => gateway.gateway.catalogueOf(id),
      primary: (readings) => readings,
    };
    this.desk = new CommandDesk(host);
    this.bearer = {
      id: 'node',
      timeout,
      audit: (publication) => this.audit.push(publication),
      deliver: (_meterId, response) => this.delivered.push(response),
    };
    this.desk.register(this.bearer);
  }

  static async open(options: RigOptions = {}): Promise<Rig> {
    const folder = options.folder ?? (await newFolder());
    const store = await open(folder, options.memoryOnly ? { load: noEngine } : {});
    const rig = new Rig(await TestGateway.open(), store, folder, options);
    rigs.push(rig);
    return rig;
  }

  /** Each request is shown to `onRequest` before it is answered. */
  simulator(): Simulator {
    const simulator = new Simulator({
      port: this.gateway.portNumber,
      log: ({ kind, detail }) => {
        if (kind !== 'request') return;
        this.requests.push(detail);
        this.onRequest(detail);
      },
    });
    this.#simulators.push(simulator);
    return simulator;
  }

  /** All meters hear and do not answer, or answer again. */
  silence(silent = true): void {
    for (const simulator of this.#simulators) {
      for (const meter of simulator.meters) meter.silence(silent);
    }
  }

  /** Ends as a process does that is killed: the store is closed, nothing is answered any more. */
  async restart(): Promise<void> {
    await this.close();
    await this.store.close();
  }

  /** From now on no audit record can be written. */
  async spoilAudit(): Promise<void> {
    await writeFile(join(this.folder, 'audit'), '');
  }

  async close(): Promise<void> {
    await Promise.all(this.#simulators.map((simulator) => simulator.close()));
    await this.gateway.close();
    await this.desk.close();
  }

  /** Waits until meters are there, by their ids; what they push makes them known at once. */
  async online(...ids: readonly string[]): Promise<void> {
    const { directory } = this.gateway.gateway;
    const meters = this.#simulators.flatMap((simulator) => simulator.meters);
    await until(() => meters.every((meter) => meter.connected));
    for (const meter of meters) meter.push();
    await until(() => ids.every((id) => directory.find(id)?.link !== undefined));
  }

  /** Sends a command and gives its answer. */
  async ask(meterId: string, payload: unknown, how: Partial<CommandMessage> = {}): Promise<Answer> {
    const message = { channel: 'request', meterId, payload, retained: false, ...how } as const;
    const response = await this.desk.handle(message, this.bearer);
    return JSON.parse(JSON.stringify(response)) as Answer;
  }

  relay(meterId: string, state: string, id: unknown = 'r1', channel: Channel = 'relay') {
    return this.ask(meterId, { id, method: 'relay_control', params: { state } }, { channel });
  }
}

export async function endRigs(): Promise<void> {
  for (const rig of rigs.splice(0)) await rig.close();
  await tidyUp();
}
