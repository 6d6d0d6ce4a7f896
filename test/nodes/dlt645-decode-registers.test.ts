import 'should';
import dlt645Decode from '../../nodes/dlt645-decode/dlt645-decode';
import { type Flow, load, type Seen, unload } from '../helpers/flow';

/** 1.50 of what is left to spend. */
const MONEY = '68 341200000000 68 91 08 3335C333 83343333 2A 16';
/** 12 34 under an identifier that the standard does not have, 0200EE01. */
const UNKNOWN = '68 341200000000 68 91 06 34213335 6745 16 16';
/** The top bit of this current is set. */
const CURRENT = '68 341200000000 68 91 07 33343535 6789B5 24 16';
/** Bit 4 of run-state word 3: the relay is open. */
const STATE = '68 341200000000 68 91 06 36383337 4333 FB 16';
const REFUSAL = '68 341200000000 68 D1 01 39 21 16';
const REFUSAL_1997 = '68 341200000000 68 C1 01 37 0F 16';
const ENERGY_1997 = '68 341200000000 68 81 06 43C3 7B965733 3E 16';

const PART_1 = '68 341200000000 68 B1 06 33323435 3855 28 16';
const PART_2 = '68 341200000000 68 B2 07 33323435 CB54 34 F0 16';
const PART_3 = '68 341200000000 68 92 07 33323435 4655 35 4D 16';

describe('dlt645-decode in depth', () => {
  afterEach(unload);

  function node(settings: object = {}): Promise<Flow> {
    return load([dlt645Decode], [{ id: 'node', type: 'dlt645-decode', ...settings }]);
  }

  function reading({ payload }: Seen): unknown[] {
    return [payload['dataId'], payload['register'], payload['value'], payload['unit']];
  }

  it('joins the parts of an answer that come in messages of their own', async () => {
    const flow = await node();
    for (const payload of [PART_1, PART_2, PART_3]) flow.send('node', { payload });
    const readings = [await flow.next('node'), await flow.next('node'), await flow.next('node')];
    readings.map(reading).should.deepEqual([
      ['0x02010100', 'VOLTAGE_A', 220.5, 'V'],
      ['0x02010200', 'VOLTAGE_B', 219.8, 'V'],
      ['0x02010300', 'VOLTAGE_C', 221.3, 'V'],
    ]);
  });

  it('gives each part on output 2, and the joined answer after the last', async () => {
    const flow = await node();
    flow.send('node', { payload: `${PART_1} ${PART_2} ${PART_3}` });
    const frames = [];
    for (let count = 0; count < 4; count++) frames.push((await flow.next('node', 2)).payload);
    frames.map(({ function: code }) => code).should.deepEqual([0x11, 0x12, 0x12, 0x11]);
    frames
      .map(({ values }) => values ?? null)
      .should.deepEqual([...[null, null, null], [220.5, 219.8, 221.3]]);
  });

  it('tells the editions apart by the function code, errors included', async () => {
    const flow = await node();
    for (const payload of [ENERGY_1997, REFUSAL_1997, REFUSAL]) flow.send('node', { payload });
    reading(await flow.next('node')).should.deepEqual([
      ...['0x9010', 'TOTAL_ACTIVE_IMPORT', 2463.48, 'kWh'],
    ]);
    (await flow.next('node', 2)).payload.should.containEql({ di: '9010' });
    (await flow.next('node', 2)).payload.should.containEql({ errorBits: ['password'] });
    (await flow.next('node', 2)).payload.should.containEql({
      errorBits: ['noData', 'unauthorised'],
    });
  });

  it('names the bits of a run-state word', async () => {
    const flow = await node();
    flow.send('node', { payload: STATE });
    (await flow.next('node', 2)).payload.should.match({ bits: [4], relay: 'open' });
    (await flow.next('node')).payload.should.match({ register: 'RUN_STATE_3', bits: [/relay/i] });
  });

  describe('with registers of the user’s own', () => {
    it('a register that the standard does not have gives a reading', async () => {
      const registers = [
        { di: '0200ee01', name: 'valve', key: 'VALVE', unit: '%', format: 'XX.XX' },
      ];
      const flow = await node({ registers });
      flow.send('node', { payload: UNKNOWN });
      reading(await flow.next('node')).should.deepEqual(['0x0200ee01', 'VALVE', 12.34, '%']);
      (await flow.next('node', 2)).payload.should.containEql({ name: 'valve', value: 12.34 });
    });

    it('what is left empty stays as the standard has it', async () => {
      const registers = [
        { di: '00900200', name: '', key: '', unit: 'EUR', format: '', signed: '' },
      ];
      const flow = await node({ registers });
      flow.send('node', { payload: MONEY });
      const { payload } = await flow.next('node');
      payload.should.containEql({ dataId: '0x00900200', value: 1.5, unit: 'EUR' });
    });

    it('a sign may be taken away from a whole family', async () => {
      const flow = await node({
        registers: [{ di: '0202PP00', format: 'XXX.XXX', signed: 'false' }],
      });
      flow.send('node', { payload: CURRENT });
      reading(await flow.next('node')).should.deepEqual(['0x02020100', 'CURRENT_A', 825.634, 'A']);
    });

    it('a register of 1997 has an identifier of four digits', async () => {
      const flow = await node({ registers: [{ di: '9010', key: 'IMPORT', format: 'XXXXXXX.X' }] });
      flow.send('node', { payload: ENERGY_1997 });
      reading(await flow.next('node')).should.deepEqual(['0x9010', 'IMPORT', 24634.8, 'kWh']);
    });

    for (const [line, says] of [
      [{ di: '02', format: 'XX' }, /^registers: .*"02" is no pattern/],
      [{ di: '0200EE01' }, /^registers: .*0200EE01 needs/],
      [{ di: '0200EE01', format: 'two digits' }, /^registers: "two digits" is no format/],
      [{ di: '0001TTSS', key: 'ENERGY' }, /^registers: register 0001TTSS is a pattern/],
      [{ di: '02010100', key: 'a key' }, /^registers, line 1: "a key" is not a key/],
      [{ di: '02010100', signed: 'maybe' }, /^registers, line 1: "maybe" is neither/],
    ] as const) {
      it(`${JSON.stringify(line)} is refused`, async () => {
        const flow = await node({ registers: [line] });
        flow.logged('node').should.match([says]);
        flow.status('node').should.containEql({ fill: 'red', shape: 'ring' });
      });
    }
  });
});
