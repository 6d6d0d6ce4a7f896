import 'should';
import type { LineOptions } from '../../../src/simulator';
import type { DlmsMeterOptions } from '../../../src/simulator/dlms-meter';
import { type Link, TestGateway } from './gateway';

/** Proposes general block transfer and 1200 octets, as a public client. */
const AARQ = '000100100001001f601da109060760857405080101be10040e01000000065f1f0400001e1f04b0';

function aare(conformance: string): string {
  return `000100010010002b6129a109060760857405080101a203020100a305a103020100be10040e0800065f1f0400${conformance}04000007`;
}

function get(descriptor: string): string {
  return `000100100001000dc001c1${descriptor}00`;
}

describe('a simulated three-phase DLMS meter', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await TestGateway.listen();
  });
  afterEach(() => gateway.close());

  async function dialIn(options: DlmsMeterOptions & LineOptions = {}): Promise<Link> {
    const simulator = gateway.simulator();
    simulator.addDlmsMeter({ address: '360000000007', ...options });
    simulator.start();
    const link = await gateway.link();
    if (options.heartbeat !== false) await link.take(26);
    return link;
  }

  it('names itself by the IVY heartbeat', async () => {
    const link = await dialIn();
    link.received.should.equal('00010001000100120a020c3336303030303030303030370d0000');
  });

  it('can keep silent until it is asked', async () => {
    const link = await dialIn({ heartbeat: false });
    (await link.leftover()).should.equal('');
    (await link.ask(AARQ, 51)).should.equal(aare('001e1d'));
  });

  it('agrees to what both sides can, and to 1024 octets', async () => {
    const link = await dialIn();
    const getOnly = AARQ.replace('001e1f', '000010');
    (await link.ask(getOnly, 51)).should.equal(aare('000010'));
  });

  it('listens to the public client and to the form of the EM114070', async () => {
    const link = await dialIn();
    await link.ask(AARQ, 51);
    const request = 'c001c100030100010800ff0200';
    const answer = 'c401c100060012d68b';
    (await link.ask(`000100100001000d${request}`, 17)).should.equal(`0001000100100009${answer}`);
    (await link.ask(`000100010001000d${request}`, 17)).should.equal(`0001000100010009${answer}`);
  });

  it('can listen to the public client alone', async () => {
    const link = await dialIn({ textbookPortsOnly: true });
    link.send(AARQ.replace('00010010', '00010001'));
    (await link.leftover()).should.equal('');
    (await link.ask(AARQ, 51)).should.equal(aare('001e1d'));
  });

  const answers: readonly (readonly [rule: string, descriptor: string, result: string])[] = [
    ['import energy is 1234571', '00030100010800ff02', '00060012d68b'],
    ['import energy counts tens of Wh', '00030100010800ff03', '0002020f01161e'],
    ['voltage A is 2305', '00030100200700ff02', '00120901'],
    ['voltages are in tenths of V', '00030100480700ff03', '0002020fff1623'],
    ['currents are in hundredths of A', '000301001f0700ff03', '0002020ffe1621'],
    ['powers are in W', '00030100010700ff03', '0002020f00161b'],
    ['power factor is in thousandths', '000301000d0700ff03', '0002020ffd16ff'],
    ['frequency is in hundredths of Hz', '000301000e0700ff03', '0002020ffe162c'],
    ['the clock tells its deviation', '00080000010000ff02', '00090c07ea011e050a1e2d00ffc400'],
    [
      'the logical device name ends in the address',
      '000100002a0000ff02',
      '00091053494d30333630303030303030303037',
    ],
    ['the serial number is the address', '00010000600100ff02', '00090c333630303030303030303037'],
    ['a clock has no scaler_unit', '00080000010000ff03', '0104'],
    ['what is not there is undefined', '0003010063630aff02', '0104'],
  ];
  for (const [rule, descriptor, result] of answers) {
    it(rule, async () => {
      const link = await dialIn();
      await link.ask(AARQ, 51);
      const apdu = `c401c1${result}`;
      const header = `000100010010${(apdu.length / 2).toString(16).padStart(4, '0')}`;
      (await link.ask(get(descriptor), 8 + apdu.length / 2)).should.equal(header + apdu);
    });
  }

  const LIST =
    '0001001000010022c003c10300030100200700ff02000003010034070aff0200000301000e0700ff0300';

  it('answers a list item by item', async () => {
    const link = await dialIn();
    await link.ask(AARQ, 51);
    const results = '00120901' + '0104' + '0002020ffe162c';
    (await link.ask(LIST, 25)).should.equal(`0001000100100011c403c103${results}`);
  });

  it('can answer a list one item short', async () => {
    const link = await dialIn({ withList: 'short' });
    await link.ask(AARQ, 51);
    (await link.ask(LIST, 18)).should.equal('000100010010000ac403c102001209010104');
  });

  it('can refuse the list that it offered', async () => {
    const link = await dialIn({ withList: 'refused' });
    (await link.ask(AARQ, 51)).should.equal(aare('001e1d'));
    (await link.ask(LIST, 11)).should.equal('0001000100100003d80102');
  });

  it('can do without lists and not offer them', async () => {
    const link = await dialIn({ withList: 'absent' });
    (await link.ask(AARQ, 51)).should.equal(aare('001c1d'));
    (await link.ask(LIST, 11)).should.equal('0001000100100003d80102');
  });

  it('pushes registers that explain themselves', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addDlmsMeter();
    simulator.start();
    const link = await gateway.link();
    await link.take(26);
    meter.push();
    const begin = await link.take(16 + 19 + 3);
    begin.should.startWith('00010001001001');
    begin
      .slice(16)
      .should.startWith('0f0000000100' + '0113' + '020309060100010800ff060012d68b0202');
  });

  it('gives what a test sets', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addDlmsMeter();
    simulator.start();
    const link = await gateway.link();
    await link.take(26);
    await link.ask(AARQ, 51);
    meter.setValue('1-0:32.7.0.255', 2999);
    (await link.ask(get('00030100200700ff02'), 15)).should.equal('0001000100100007c401c100120bb7');
    meter.setValue('1-0:32.7.0.255', '00');
    (await link.ask(get('00030100200700ff02'), 13)).should.equal('0001000100100005c401c10000');
    (() => meter.setValue('1-0:52.7.0.255', 65536)).should.throw(RangeError);
    (() => meter.setValue('1-0:52.7.0.255', 0.5)).should.throw(RangeError);
    (() => meter.setValue('1-0:99.1.0.255', 1)).should.throw(RangeError);
  });
});
