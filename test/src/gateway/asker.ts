/**
 * A gateway that reads its ciphered meters without end, for a test that kills it: `asker FOLDER IDS KEYS`.
 * Prints its port.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { TestGateway } from './test-gateway';

const [folder = '', ids = '[]', keys = '{}'] = process.argv.slice(2);
const ENERGY = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2 };
const OPTIONS = { priority: 'poll', timeout: 1_000 } as const;

async function main(): Promise<void> {
  const test = await TestGateway.open({ folder, secret: 'a secret' });
  await test.gateway.ready;
  const { roster } = test.gateway;
  const meters = (JSON.parse(ids) as string[]).map((id, index) => {
    const own = index === 0 ? { dedicatedKey: '7d15c30a9be24f8861d7305ac2e94b1f' } : {};
    const wrapped = roster.safe?.wrap({ ...JSON.parse(keys), ...own }, id);
    if (!wrapped) throw new Error('there is no secret');
    return { id, trusted: true, protected: false, keys: wrapped };
  });
  await roster.replace(meters);
  process.stdout.write(`port ${test.portNumber}\n`);
  await Promise.all(meters.map(({ id }) => readOnAndOn(test, id)));
}

async function readOnAndOn(test: TestGateway, id: string): Promise<never> {
  const meter = await test.meter(id);
  for (;;) {
    const asked = test.gateway.dlmsClient(meter)?.get(ENERGY, OPTIONS);
    await asked?.catch((error: unknown) => process.stdout.write(`failed ${String(error)}\n`));
    await sleep(1);
  }
}

void main();
