/**
 * A gateway in a process of its own, because meters and gateway together need more file descriptors than one
 * process has, and because a process can be given few of them. `process.argv[2]` is JSON: the options of the
 * gateway and of its port. It answers every message with what it sees.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { GatewayOptions, MeterPortOptions } from '../../src/gateway';
import type { Meter } from '../../src/link';
import { TestGateway } from '../src/gateway/test-gateway';
import { usedMemory } from './memory';

export interface GatewayProcessOptions {
  readonly gateway?: Partial<GatewayOptions>;
  readonly port?: Partial<MeterPortOptions>;
  /** ms between two reads of meters, one after another; none unless given. */
  readonly readEvery?: number;
}

/** What the gateway sees; all but the first four since the last `mark`. */
export interface Sight {
  readonly port: number;
  readonly online: number;
  readonly links: number;
  /** Octets that are in use when nothing is left to collect. */
  readonly memory: number;
  /** Of the event loop, ms. */
  readonly delay: { readonly p99: number };
  /** The most status messages of one meter. */
  readonly statuses: number;
  readonly refused: number;
  readonly failed: number;
  /** ms until each read was answered, and how many were not. */
  readonly reads: readonly number[];
  readonly unanswered: number;
}

export type Request = 'look' | 'mark' | 'collect';

const VOLTAGE = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 };
const READ_TIMEOUT = 5_000;

async function serve(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as GatewayProcessOptions;
  const test = await TestGateway.open(options.gateway, options.port);
  const { directory } = test.gateway;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const statuses = new Map<string, number>();
  let reads: number[] = [];
  let counts = { refused: 0, failed: 0, unanswered: 0 };
  directory.on('status', ({ id }) => statuses.set(id, (statuses.get(id) ?? 0) + 1));
  test.port.on('refused', () => counts.refused++);
  test.port.on('failed', () => counts.failed++);

  const mark = (): void => {
    delay.reset();
    statuses.clear();
    reads = [];
    counts = { refused: 0, failed: 0, unanswered: 0 };
    test.life.length = 0;
  };
  const sight = (memory: number): Sight => ({
    port: test.portNumber,
    online: directory.online,
    links: test.port.links.size,
    memory,
    delay: { p99: delay.percentile(99) / 1e6 },
    statuses: Math.max(0, ...statuses.values()),
    reads,
    ...counts,
  });
  const read = async (meter: Meter): Promise<void> => {
    const asked = performance.now();
    const client = test.gateway.dlmsClient(meter);
    try {
      await client?.get(VOLTAGE, { priority: 'command', timeout: READ_TIMEOUT });
      reads.push(performance.now() - asked);
    } catch {
      counts.unanswered++;
    }
  };
  if (options.readEvery !== undefined) {
    let turn = 0;
    setInterval(() => {
      const meters = [...directory.meters()].filter(({ link }) => link !== undefined);
      const meter = meters[turn++ % Math.max(1, meters.length)];
      if (meter) void read(meter);
    }, options.readEvery);
  }
  process.on('message', (request: Request) => {
    if (request === 'mark') mark();
    process.send?.(sight(request === 'collect' ? usedMemory() : 0));
  });
  process.on('disconnect', () => process.exit());
  process.send?.(sight(0));
}

void serve();
