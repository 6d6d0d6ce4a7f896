import { join } from 'node:path';
import { Simulator } from '../../../src/simulator';
import { freePort } from '../../helpers/ports';
import { Program } from '../../helpers/program';
import { until } from '../link/caller';
import { newFolder } from '../store/folder';

const METER = '000000001234';
const ORDER_TAKER = join(__dirname, 'order-taker.ts');

/** What came of an order whose gateway was killed when it had left, and that came again afterwards. */
export interface KilledOrder {
  /** How often the meter was told to switch. */
  readonly acts: number;
  /** What the second process answered. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Kills a gateway `after` ms after an order has left for its meter, and gives the order to the next one. */
export async function killedOrder(after: number): Promise<KilledOrder> {
  const [folder, port] = await Promise.all([newFolder(), freePort()]);
  let acts = 0;
  const simulator = new Simulator({
    port,
    log: ({ kind, detail }) => {
      if (kind === 'request' && detail.includes('681c10')) acts++;
    },
  });
  const meter = simulator.addDlt645Meter({ address: METER, delay: 20, redial: 100, jitter: 0 });
  const begin = async (): Promise<Program> => {
    const args = ['--import', 'tsx', ORDER_TAKER, folder, String(port), METER, 'the order'];
    const program = new Program(process.execPath, args);
    await program.line(/^listening$/);
    return program;
  };
  const first = await begin();
  simulator.start();
  try {
    await until(() => meter.connected);
    meter.push();
    await until(() => acts > 0);
    await new Promise((resolve) => setTimeout(resolve, after));
    first.signal('SIGKILL');
    await first.exited;
    const second = await begin();
    await until(() => meter.connected);
    meter.push();
    const { text } = await second.line(/^\{/);
    second.signal('SIGKILL');
    await second.exited;
    return { acts, answer: JSON.parse(text) as KilledOrder['answer'] };
  } finally {
    await simulator.close();
  }
}
