import 'should';
import { consumption } from '../../../src/simulator/consumption';
import type { DlmsMeterOptions } from '../../../src/simulator/dlms-meter';
import { type Link, TestGateway } from './gateway';

const AARQ = '000100100001001f601da109060760857405080101be10040e01000000065f1f0400001e1f04b0';
const BUFFER = 'c001c100070100630100ff02';
const CLOCK = '020412000809060000010000ff0f02120000';
const ENERGY = '020412000309060100010800ff0f02120000';

describe('the profiles of a simulated DLMS meter', () => {
  let gateway: TestGateway;
  let link: Link;

  beforeEach(async () => {
    gateway = await TestGateway.listen();
  });
  afterEach(() => gateway.close());

  async function associate(options: DlmsMeterOptions = {}): Promise<void> {
    const simulator = gateway.simulator();
    simulator.addDlmsMeter({ address: '360000000007', heartbeat: false, ...options });
    simulator.start();
    link = await gateway.link();
    await link.ask(AARQ, 51);
  }

  /** The APDU that answers one. */
  async function ask(apdu: string): Promise<string> {
    const length = (apdu.length / 2).toString(16).padStart(4, '0');
    const header = await link.ask(`000100100001${length}${apdu}`, 8);
    return link.take(Number.parseInt(header.slice(12), 16));
  }

  const answers: readonly (readonly [rule: string, request: string, answer: string])[] = [
    ['captures clock and energy', 'c001c100070100630100ff0300', `c401c1000102${CLOCK}${ENERGY}`],
    ['each quarter of an hour', 'c001c100070100630100ff0400', 'c401c1000600000384'],
    ['with the oldest row first', 'c001c100070100630100ff0500', 'c401c1001601'],
    ['for forty days', 'c001c100070100630100ff0700', 'c401c1000600000f00'],
    ['bills of thirteen months', 'c001c100070000620100ff0700', 'c401c100060000000d'],
  ];
  for (const [rule, request, answer] of answers) {
    it(rule, async () => {
      await associate();
      (await ask(request)).should.equal(answer);
    });
  }

  const ROWS = [
    '090c07ea011e050a0f0000ffc400' + '060012d680',
    '090c07ea011e050a1e0000ffc400' + '060012d68a',
  ];

  it('are read by entry, from any to the last', async () => {
    await associate();
    const rows = `c401c1000102${ROWS.map((row) => `0202${row}`).join('')}`;
    (await ask(`${BUFFER}010202040600000eff0600000f00120001120000`)).should.equal(rows);
    (await ask(`${BUFFER}010202040600000eff0600000000120001120000`)).should.equal(rows);
  });

  it('are read by entry with some columns', async () => {
    await associate();
    (await ask(`${BUFFER}010202040600000f000600000f00120002120002`)).should.equal(
      `c401c10001010201${ROWS[1]?.slice(28)}`,
    );
  });

  it('are read by range, bounds in an octet-string or as date-time, both included', async () => {
    await associate();
    const from = '090c07ea011e050a0f0000800000';
    const to = '1907ea011e050a1e0000800000';
    const rows = `c401c1000102${ROWS.map((row) => `0202${row}`).join('')}`;
    (await ask(`${BUFFER}01010204${CLOCK}${from}${to}0100`)).should.equal(rows);
    (await ask(`${BUFFER}01010204${CLOCK}${to}${from}0100`)).should.equal('c401c1000100');
  });

  it('are not selected by anything but the clock', async () => {
    await associate();
    const bound = '090c07ea011e050a0f0000800000';
    (await ask(`${BUFFER}01010204${ENERGY}${bound}${bound}0100`)).should.equal('c401c10104');
  });

  it('go on with the clock, and so does the register', async () => {
    const now = Date.UTC(2026, 4, 1, 0, 0, 1);
    await associate({ now: () => now });
    const last = await ask(`${BUFFER}010202040600000f000600000000120001120000`);
    const energy = last.slice(-8);
    last.should.equal(`c401c10001010202090c07ea05010501000000ffc40006${energy}`);
    (await ask('c001c100030100010800ff0200')).should.equal(`c401c10006${energy}`);
    (await ask('c001c100080000010000ff0200')).should.equal('c401c100090c07ea05010501000100ffc400');
    const bill = await ask(
      'c001c100070000620100ff02' + '01020204' + '060000000d060000000d120001120000',
    );
    bill.should.startWith('c401c1000101' + '0203' + '090c07ea05010500000000ffc400' + '06');
  });

  it('a clock that is set runs on in the zone that it was told', async () => {
    let now = Date.UTC(2026, 4, 1);
    await associate({ now: () => now });
    const set = 'c101c100080000010000ff0200' + '090c07ea0501050800';
    (await ask(`${set}00ff80ff`)).should.equal('c501c10c');
    (await ask(`${set}0000fe2000`)).should.equal('c501c100');
    now += 61_000;
    (await ask('c001c100080000010000ff0200')).should.equal('c401c100090c07ea05010508010100fe2000');
  });

  it('what is longer than the client takes comes in blocks', async () => {
    await associate({ pduSize: 40 });
    const first = await ask('c001c100070100630100ff0300');
    first.should.equal(`c402c10000000001001c0102${CLOCK}${ENERGY.slice(0, 16)}`);
    (await ask('c002c100000001')).should.equal(`c402c10100000002000a${ENERGY.slice(16)}`);
    (await ask('c002c100000002')).should.equal('c402c101000000030113');
    await ask('c001c100070100630100ff0400');
    (await ask('c002c100000001')).should.equal('c402c101000000010110');
  });

  it('a meter lists what it shows, each object with its rights', async () => {
    await associate();
    const list = await ask('c001c1000f0000280000ff0200');
    list.should.startWith(
      'c401c100011a' +
        '0204120003110009060100010800ff0202010202030f02160100' +
        '02030f031601000100',
    );
    list.should.containEql(
      '020412000811000906' + '0000010000ff' + '0202' + '010102030f0216030001' + '00',
    );
    list.should.containEql(
      '020412000711010906' + '0100630100ff' + '0202' + '010602030f021601' + '01020f010f02',
    );
    list.should.containEql('020412004611000906' + '000060030aff');
  });
});

describe('what a simulated household draws', () => {
  const DAY = 86_400_000;
  const HOUR = 3_600_000;
  const START = Date.UTC(2026, 5, 1);
  const drawn = consumption('360000000001');
  const between = (from: number, to: number, of = drawn) => of(START + to) - of(START + from);

  it('is the same for the same meter number, and another for another', () => {
    between(0, 7 * DAY).should.equal(between(0, 7 * DAY, consumption('360000000001')));
    between(0, 7 * DAY).should.not.equal(between(0, 7 * DAY, consumption('360000000002')));
  });

  it('is some 3 to 35 kWh a day, more in the evening than at night', () => {
    for (let day = 0; day < 60; day++) {
      const whole = between(day * DAY, (day + 1) * DAY);
      whole.should.be.within(300, 3_500);
      const night = between(day * DAY + HOUR, day * DAY + 4 * HOUR);
      between(day * DAY + 18 * HOUR, day * DAY + 21 * HOUR).should.be.above(2 * night);
    }
  });

  it('never runs backwards', () => {
    for (let time = 0; time < 10 * DAY; time += 120_000) {
      between(time, time + 120_000).should.be.above(0);
    }
  });
});
