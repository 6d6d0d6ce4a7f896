import should from 'should';
import { type DecodedFrame, PassingAnswers, parseFrame, type Standard } from '../../../src/dlt645';
import { fromHex } from '../../../src/octets';

const PART_1 = '68 341200000000 68 B1 06 33323435 3855 28 16';
const PART_2 = '68 341200000000 68 B2 07 33323435 CB54 34 F0 16';
const PART_3 = '68 341200000000 68 92 07 33323435 4655 35 4D 16';
const VOLTAGE = '68 341200000000 68 91 06 33343435 3855 0A 16';
const REFUSAL = '68 341200000000 68 D2 01 35 1E 16';
const ASK_PART_2 = '68 341200000000 68 12 05 33323435 34 2F 16';
/** A part of another identifier, 0202FF00, with the number that is expected. */
const PART_OF_OTHER = '68341200000000689207333235354655344D16';
const PART_1_OF_1997 = '68 341200000000 68 A1 07 52C3 3433333335 D5 16';
const LAST_PART_OF_1997 = '68 341200000000 68 82 05 52C3 333333 4B 16';

describe('answers in parts that pass by', () => {
  let answers: PassingAnswers;

  beforeEach(() => {
    answers = new PassingAnswers();
  });

  function pass(hex: string, meterId = 'a', standard: Standard = '2007'): DecodedFrame | undefined {
    return answers.add(meterId, parseFrame(fromHex(hex)), standard, { standard });
  }

  function passed(...frames: readonly string[]): readonly unknown[] {
    return frames.map((frame) => pass(frame)?.values);
  }

  const WHOLE = [220.5, 219.8, 221.3];

  it('are whole with their last part', () => {
    should(passed(PART_1, PART_2, PART_3)).eql([undefined, undefined, WHOLE]);
  });

  it('may come with the requests between them', () => {
    should(passed(PART_1, ASK_PART_2, PART_2, ASK_PART_2, PART_3).at(-1)).eql(WHOLE);
  });

  it('count a part once that was asked for twice', () => {
    should(passed(PART_1, PART_1, PART_2, PART_2, PART_3).at(-1)).eql(WHOLE);
  });

  it('give nothing where a part was missed', () => {
    should(passed(PART_1, PART_3)).eql([undefined, undefined]);
    should(passed(PART_2, PART_3)).eql([undefined, undefined]);
  });

  it('give nothing where a part is of another identifier', () => {
    should(passed(PART_1, PART_OF_OTHER)).eql([undefined, undefined]);
  });

  it('are given up with another answer of the meter, or a refusal', () => {
    for (const other of [VOLTAGE, REFUSAL]) {
      should(passed(PART_1, PART_2, other, PART_3).at(-1)).be.undefined();
    }
  });

  it('begin anew with a first part', () => {
    should(passed(PART_1, PART_2, PART_1, PART_2, PART_3).at(-1)).eql(WHOLE);
  });

  it('are kept apart by meter', () => {
    should(pass(PART_1, 'a')).be.undefined();
    should(pass(PART_1, 'b')).be.undefined();
    should(pass(PART_2, 'a')).be.undefined();
    should(pass(PART_2, 'b')).be.undefined();
    should(pass(PART_3, 'b')?.values).eql(WHOLE);
    should(pass(PART_3, 'a')?.values).eql(WHOLE);
  });

  it('of many meters push out the oldest ones', () => {
    for (let meter = 0; meter < 257; meter++) pass(PART_1, `meter ${meter}`);
    for (const meter of ['meter 0', 'meter 1']) pass(PART_2, meter);
    should(pass(PART_3, 'meter 0')).be.undefined();
    should(pass(PART_3, 'meter 1')?.values).eql(WHOLE);
  });

  it('without end are given up', () => {
    pass(PART_1_OF_1997, 'a', '1997');
    const more = '6834120000000068A20552C33333336B16';
    for (let count = 0; count < 300; count++) pass(more, 'a', '1997');
    should(pass(LAST_PART_OF_1997, 'a', '1997')).be.undefined();
  });

  it('of 1997 have no numbers', () => {
    pass(PART_1_OF_1997, 'a', '1997');
    should(pass(LAST_PART_OF_1997, 'a', '1997')?.values).eql([0.01, 0.02]);
  });
});
