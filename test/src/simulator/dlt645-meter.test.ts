import 'should';
import type { LineOptions, Simulator } from '../../../src/simulator';
import type { Dlt645LineOptions } from '../../../src/simulator/dlt645-line';
import type { Dlt645MeterOptions } from '../../../src/simulator/dlt645-meter';
import { type Link, TestGateway } from './gateway';

const READ_ENERGY = '6834120000000068110433333333f716';
const ENERGY = '68341200000000689108333333339a7856341716';
const READ_VOLTAGES = '6834120000000068110433323435f916';
const NO_SUCH_DATA = '6834120000000068d101351d16';

describe('a simulated DL/T 645 meter', () => {
  let gateway: TestGateway;
  let simulator: Simulator;

  beforeEach(async () => {
    gateway = await TestGateway.listen();
    simulator = gateway.simulator();
  });
  afterEach(() => gateway.close());

  async function dialIn(
    options: Dlt645MeterOptions & Dlt645LineOptions & LineOptions = {},
  ): Promise<Link> {
    simulator.addDlt645Meter(options);
    simulator.start();
    return gateway.link();
  }

  it('keeps silent until it is asked', async () => {
    const link = await dialIn();
    (await link.leftover()).should.equal('');
    (await link.ask(READ_ENERGY, 20)).should.equal(ENERGY);
  });

  it('can send a registration text, and again as heartbeat', async () => {
    const link = await dialIn({ registration: 'ICCID:8986\r\n', heartbeatEvery: 20 });
    (await link.take(24)).should.equal('49434349443a383938360d0a'.repeat(2));
  });

  const answers: readonly (readonly [rule: string, request: string, answer: string])[] = [
    [
      'gives its address to whoever asks',
      '68aaaaaaaaaaaa681300df16',
      '683412000000006893066745333333332716',
    ],
    ['answers a wildcard by its own address', '68aaaaaaaaaaaa68110433333333ad16', ENERGY],
    ['answers to the low digits of its address', '683412aaaaaaaa681104333333339f16', ENERGY],
    ['skips lead bytes', `fefefefe${READ_ENERGY}`, ENERGY],
    [
      'skips a frame with a wrong checksum',
      `6834120000000068110433333333f816${READ_ENERGY}`,
      ENERGY,
    ],
    ['refuses what it does not have', '683412000000006811043636c3338d16', NO_SUCH_DATA],
    [
      'reads the voltages as a block',
      READ_VOLTAGES,
      '6834120000000068910a333234353855cb544655c616',
    ],
    [
      'gives a current that flows back with its sign',
      '6834120000000068110433353535fd16',
      '68341200000000689107333535358345b3fb16',
    ],
    [
      'gives its address as a register',
      '68341200000000681104343733370016',
      '6834120000000068910a34373337674533333333fe16',
    ],
    [
      'reports a closed relay in run-state word 3',
      '68341200000000681104363833370316',
      '68341200000000689106363833373333eb16',
    ],
    [
      'does not let itself be switched',
      '68341200000000681c1035896745333333334d333333336334598116',
      '6834120000000068dc01372a16',
    ],
    [
      'has nothing that follows an answer of one frame',
      '6834120000000068120533323435342f16',
      '6834120000000068d201351e16',
    ],
  ];
  for (const [rule, request, answer] of answers) {
    it(rule, async () => {
      const link = await dialIn();
      (await link.ask(request, answer.length / 2)).should.equal(answer);
    });
  }

  const unanswered: readonly (readonly [rule: string, request: string])[] = [
    ['frames of another address', '68785600000000681104333333337f16'],
    ['other low digits', '683512aaaaaaaa68110433333333a016'],
    ['a broadcast of the time', '689999999999996808067863436334598216'],
    ['a read of the broadcast address', '68999999999999681104333333334716'],
    ['a write to everybody', '68aaaaaaaaaaaa68140433333333b016'],
    ['an answer of another meter with its address', ENERGY],
  ];
  for (const [rule, request] of unanswered) {
    it(`ignores ${rule}`, async () => {
      const link = await dialIn();
      link.send(request);
      (await link.leftover()).should.equal('');
    });
  }

  it('fills the phases that it does not have with FF', async () => {
    const link = await dialIn({ address: '000000005678', phases: 1 });
    const answer = '6878560000000068910a333234353855323232325c16';
    (await link.ask('68785600000000681104333234358116', 22)).should.equal(answer);
  });

  it('can put lead bytes in front of its answers', async () => {
    const link = await dialIn({ leadBytes: 3 });
    (await link.ask(READ_ENERGY, 23)).should.equal(`fefefe${ENERGY}`);
  });

  it('can get every second checksum wrong', async () => {
    const link = await dialIn({ badChecksumEvery: 2 });
    const wrong = ENERGY.replace(/1716$/, 'e816');
    (await link.ask(READ_ENERGY, 20)).should.equal(ENERGY);
    (await link.ask(READ_ENERGY, 20)).should.equal(wrong);
    (await link.ask(READ_ENERGY, 20)).should.equal(ENERGY);
  });

  it('can give a long answer in parts, each asked for by its number', async () => {
    const link = await dialIn({ answerLimit: 2 });
    (await link.ask(READ_VOLTAGES, 18)).should.equal('6834120000000068b1063332343538552816');
    const second = '6834120000000068b20733323435cb5434f016';
    (await link.ask('6834120000000068120533323435342f16', 19)).should.equal(second);
    const last = '68341200000000689207333234354655354d16';
    (await link.ask('6834120000000068120533323435353016', 19)).should.equal(last);
    (await link.ask('6834120000000068120533323435353016', 19)).should.equal(last);
    const nothingMore = '6834120000000068d201351e16';
    (await link.ask('6834120000000068120533323435363116', 13)).should.equal(nothingMore);
  });

  it('gives what a test sets', async () => {
    const meter = simulator.addDlt645Meter({ registers: { '03039000': '01' } });
    simulator.start();
    const link = await gateway.link();
    meter.setValue('02010100', 2311);
    const voltage = '683412000000006891063334343544561716';
    (await link.ask('6834120000000068110433343435fb16', 18)).should.equal(voltage);
    meter.setValue('02030000', -12);
    const power = '68341200000000689107333336354533b3aa16';
    (await link.ask('6834120000000068110433333635fc16', 19)).should.equal(power);
    (() => meter.setValue('02010100', 12345)).should.throw(RangeError);
    (() => meter.setValue('02010100', 0.5)).should.throw(RangeError);
    (() => meter.setValue('0FFFFFFF', 1)).should.throw(RangeError);
  });

  it('pushes its readings one after another', async () => {
    const link = await dialIn({ pushEvery: 10, pushes: ['00000000', '02010100'] });
    const voltage = '683412000000006891063334343538550a16';
    (await link.take(58)).should.equal(ENERGY + voltage + ENERGY);
  });
});

describe('a simulated modem', () => {
  const FIRST = '000000100001';
  const SECOND = '000000100002';
  const THIRD = '000000100003';
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await TestGateway.listen();
  });
  afterEach(() => gateway.close());

  it('reaches each meter behind it by its own address, except the dead', async () => {
    const simulator = gateway.simulator();
    const modem = simulator.addDlt645Modem([
      { address: FIRST },
      { address: SECOND, dead: true },
      { address: THIRD },
    ]);
    simulator.start();
    const link = await gateway.link();
    const energy = '68010010000000689108333333339a785634e216';
    (await link.ask('6801001000000068110433333333c216', 20)).should.equal(energy);
    link.send('6802001000000068110433333333c316');
    (await link.leftover()).should.equal('');
    modem.id.should.equal(`${FIRST}+${SECOND}+${THIRD}`);
  });

  it('lets all meters answer a question to whoever is there', async () => {
    const simulator = gateway.simulator();
    simulator.addDlt645Modem([{ address: FIRST }, { address: THIRD }]);
    simulator.start();
    const link = await gateway.link();
    const first = '68010010000000689306343343333333bd16';
    const third = '68030010000000689306363343333333c116';
    (await link.ask('68aaaaaaaaaaaa681300df16', 36)).should.equal(first + third);
  });

  it('sets a register of one of its meters', async () => {
    const simulator = gateway.simulator();
    const modem = simulator.addDlt645Modem([{ address: FIRST }, { address: SECOND }]);
    simulator.start();
    const link = await gateway.link();
    modem.setValue('00000000', 0, FIRST);
    const zero = '6801001000000068910833333333333333331216';
    (await link.ask('6801001000000068110433333333c216', 20)).should.equal(zero);
    const energy = '68020010000000689108333333339a785634e316';
    (await link.ask('6802001000000068110433333333c316', 20)).should.equal(energy);
    (() => modem.setValue('00000000', 0, '000000000009')).should.throw(RangeError);
  });

  it('has a meter behind it', () => {
    const simulator = gateway.simulator();
    (() => simulator.addDlt645Modem([])).should.throw(RangeError);
  });
});
