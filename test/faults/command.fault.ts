import { randomInteger, seededRandom } from '../../src/simulator/random';
import { killedOrder } from '../src/command/killed-orders';
import { endRigs, OPEN, Rig } from '../src/command/rig';
import { tidyUp } from '../src/store/folder';
import { SEED, shouldBeAtMost } from './report';

const KILLS = 10;
const METERS = Array.from({ length: 50 }, (_, index) => String(100_000 + index).padStart(12, '0'));
const IVY = '311501114070';

describe('what goes wrong with commands', function () {
  this.timeout(300_000);
  afterEach(endRigs);

  it('R26 killed at any moment after the order: at most one act an id', async () => {
    const random = seededRandom(SEED);
    let most = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const { acts } = await killedOrder(randomInteger(random, 0, 200));
      most = Math.max(most, acts);
      await tidyUp();
    }
    shouldBeAtMost({
      test: `R26 acts of one id over ${KILLS} kills, most`,
      figure: most,
      limit: 1,
    });
  });

  it('R25 answers lost, refused, late and cut off: no false success', async () => {
    const rig = await Rig.open({ ...OPEN, timeout: 300, actsPerMinute: 1_000, actsPerHour: 1_000 });
    const simulator = rig.simulator();
    const tempers = ['obeys', 'stuck', 'button', 'refuses'] as const;
    const meters = METERS.map((address, index) =>
      simulator.addDlt645Meter({
        address,
        relay: tempers[index % tempers.length] ?? 'obeys',
        loseEvery: index % 5 === 0 ? 0 : 2 + (index % 7),
        delay: index % 3 === 0 ? 250 : 5,
        redial: 50,
        jitter: 0,
        ...(index % 6 === 0 && { dropAfter: 5 + (index % 4) }),
      }),
    );
    simulator.start();
    await rig.online(...METERS);
    const answers = await Promise.all(METERS.map((id) => rig.relay(id, 'open')));
    const isOpen = (index: number) =>
      tempers[index % tempers.length] !== 'stuck' && tempers[index % tempers.length] !== 'refuses';
    const wrong = answers.filter(({ success }, index) => success && !isOpen(index));
    shouldBeAtMost({ test: 'R25 false successes', figure: wrong.length, limit: 0 });
    const twice = meters.filter((meter) => orders(meter.details('request')) > 1);
    shouldBeAtMost({ test: 'R25 meters told twice', figure: twice.length, limit: 0 });
  });

  it('R31 1,000 trips in a minute over 50 meters: as many as the limit', async () => {
    const rig = await Rig.open(OPEN);
    const simulator = rig.simulator();
    for (const address of METERS) simulator.addDlt645Meter({ address });
    simulator.start();
    await rig.online(...METERS);
    const ids = Array.from({ length: 1_000 }, (_, index) => index);
    await Promise.all(ids.map((id) => rig.relay(METERS[id % METERS.length] ?? '', 'open', id)));
    shouldBeAtMost({ test: 'R31 acts in a minute', figure: orders(rig.requests), limit: 30 });
  });

  it('R32 reads and a relay at once: every answer is of its own request', async () => {
    const rig = await Rig.open({ ...OPEN, timeout: 10_000 });
    const simulator = rig.simulator();
    simulator.addDlt645Meter({ address: '000000001234', delay: 5 });
    simulator.start();
    await rig.online('000000001234');
    const expected = { VOLTAGE_A: 220.5, VOLTAGE_B: 219.8, CURRENT_A: 5.234, FREQUENCY: 50.02 };
    const names = Object.keys(expected) as (keyof typeof expected)[];
    const reads = Array.from({ length: 50 }, async (_, id) => {
      const register = names[id % names.length] ?? 'VOLTAGE_A';
      const { result } = await rig.ask('000000001234', {
        ...{ id, method: 'read_register', params: { register } },
      });
      return result['value'] === expected[register];
    });
    const relay = rig.relay('000000001234', 'open');
    const right = await Promise.all(reads);
    const { success } = await relay;
    const wrong = right.filter((isRight) => !isRight).length + (success ? 0 : 1);
    shouldBeAtMost({ test: 'R32 answers of another request', figure: wrong, limit: 0 });
  });

  it('R36 hostile requests are refused quickly', async () => {
    const rig = await Rig.open(OPEN);
    const simulator = rig.simulator();
    simulator.addEm114070({ address: IVY });
    simulator.start();
    await rig.online(IVY);
    const hostile = [
      '['.repeat(10_000),
      Buffer.alloc(5_000_000, 0x7b),
      '{"__proto__":{"polluted":1},"id":1}',
      `{"id":1,"x":${'1'.repeat(15_000)}}`,
      `{${Array.from({ length: 1_000 }, (_, index) => `"${index}":1`).join()}}`,
      `"${'\\'.repeat(16_000)}`,
      '{"id":1,"method":"relay_control","expiresAt":1e400}',
      '"\\'.repeat(8_000),
    ];
    const times: number[] = [];
    for (let round = 0; round < 300; round++) {
      for (const payload of hostile) {
        const started = performance.now();
        const { success } = await rig.ask(IVY, payload, { channel: 'relay' });
        times.push(performance.now() - started);
        if (success) throw new Error(`carried out: ${String(payload).slice(0, 40)}`);
      }
    }
    const p99 = times.sort((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0;
    shouldBeAtMost({ test: 'R36 refusal of a hostile request, p99 ms', figure: p99, limit: 5 });
  });
});

function orders(requests: readonly string[]): number {
  return requests.filter((octets) => octets.slice(14, 20) === '681c10').length;
}
