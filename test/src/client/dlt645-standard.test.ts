import should from 'should';
import {
  Dlt645Client,
  knownStandard,
  readAddress1997,
  rememberStandard,
  standardOfMeter,
} from '../../../src/client';
import { endLines, line } from '../link/line';

const ADDRESS = '000000001234';
const ASK_2007 = '6834120000000068110433333433F816';
const ANSWER_2007 = '6834120000000068910833333433AB8967455C16';
const REFUSAL_2007 = '6834120000000068D101351D16';
const ASK_NUMBER_1997 = '6834120000000068010265F37116';
const NUMBER_1997 = '6834120000000068810865F36745333333336F16';
const REFUSAL_1997 = '6834120000000068C101350D16';
const ASK_ENERGY_1997 = '6834120000000068010243C31F16';
const ENERGY_1997 = '6834120000000068810643C37B9657333E16';

const ASK_ANY_NUMBER = '68AAAAAAAAAAAA68010265F32716';
const ASK_ANY_ENERGY = '68AAAAAAAAAAAA68010243C3D516';
const ECHOED_NUMBER = '68AAAAAAAAAAAA68810865F36745333333332516';
const ECHOED_ENERGY = '68AAAAAAAAAAAA68810643C37B965733F416';

const READ_TARIFFS = '6834120000000068010252C32E16';
const PART_1 = '6834120000000068A10752C33433333335D516';
const ASK_PART_2 = '6834120000000068020252C32F16';
const PART_2 = '6834120000000068820552C33333334B16';

const SOON = { priority: 'poll', timeout: 40 } as const;
const LATER = { priority: 'poll', timeout: 4_000, retries: 0 } as const;

describe('which edition a meter speaks', () => {
  afterEach(endLines);

  async function ask() {
    const { link, meter } = await line();
    const memory = new Map<string, unknown>();
    const asked = standardOfMeter(link, ADDRESS, memory, SOON);
    asked.catch(() => undefined);
    return { link, meter, memory, asked };
  }

  for (const [what, answer] of [
    ['a value', ANSWER_2007],
    ['a refusal', REFUSAL_2007],
  ] as const) {
    it(`${what} in answer to a read of 2007 tells it`, async () => {
      const { meter, memory, asked } = await ask();
      await meter.answer(ASK_2007, answer);
      should(await asked).equal('2007');
      should(knownStandard(memory)).equal('2007');
    });
  }

  for (const [what, answer] of [
    ['a value', NUMBER_1997],
    ['a refusal', REFUSAL_1997],
  ] as const) {
    it(`${what} in answer to a read of 1997 tells it, where 2007 met with silence`, async () => {
      const { meter, memory, asked } = await ask();
      await meter.expect(ASK_2007);
      await meter.answer(ASK_NUMBER_1997, answer);
      should(await asked).equal('1997');
      should(knownStandard(memory)).equal('1997');
    });
  }

  it('a meter of 1997 that does not tell its number is asked for its energy', async () => {
    const { meter, asked } = await ask();
    await meter.expect(ASK_2007);
    await meter.expect(ASK_NUMBER_1997);
    await meter.answer(ASK_ENERGY_1997, ENERGY_1997);
    should(await asked).equal('1997');
  });

  it('silence tells nothing, and nothing is remembered', async () => {
    const { meter, memory, asked } = await ask();
    for (const question of [ASK_2007, ASK_NUMBER_1997, ASK_ENERGY_1997]) {
      await meter.expect(question);
    }
    await asked.should.be.rejectedWith({ code: 'command-timeout' });
    should(knownStandard(memory)).be.undefined();
  });

  it('who is known is not asked', async () => {
    const { link, meter } = await line();
    const memory = new Map<string, unknown>();
    rememberStandard(memory, '1997');
    should(await standardOfMeter(link, ADDRESS, memory, SOON)).equal('1997');
    meter.received.should.equal('');
  });

  it('a link that closes is no silence', async () => {
    const { link, meter, asked } = await ask();
    await meter.expect(ASK_2007);
    link.close('disconnected');
    await asked.should.be.rejectedWith({ code: 'meter-not-connected' });
  });
});

describe('the address of a 1997 meter', () => {
  afterEach(endLines);

  async function ask() {
    const { link, meter } = await line();
    const asked = link.transact('command', (exchange) => readAddress1997(exchange, 40));
    return { meter, asked };
  }

  it('is the one that it answers from', async () => {
    const { meter, asked } = await ask();
    await meter.answer(ASK_ANY_NUMBER, REFUSAL_1997);
    should(await asked).equal(ADDRESS);
  });

  it('is its number where it echoes the wildcard', async () => {
    const { meter, asked } = await ask();
    await meter.answer(ASK_ANY_NUMBER, `${ASK_ANY_NUMBER} ${ECHOED_NUMBER}`);
    should(await asked).equal(ADDRESS);
  });

  it('comes with its energy where it does not tell its number', async () => {
    const { meter, asked } = await ask();
    await meter.expect(ASK_ANY_NUMBER);
    await meter.answer(ASK_ANY_ENERGY, ENERGY_1997);
    should(await asked).equal(ADDRESS);
  });

  it('is not known where the wildcard is echoed and no number told', async () => {
    const { meter, asked } = await ask();
    await meter.expect(ASK_ANY_NUMBER);
    await meter.answer(ASK_ANY_ENERGY, ECHOED_ENERGY);
    should(await asked).be.undefined();
  });
});

describe('the client of a 1997 meter', () => {
  afterEach(endLines);

  it('reads by identifiers of two octets', async () => {
    const { link, meter } = await line();
    const asked = new Dlt645Client(link, ADDRESS, '1997').read('9010', LATER);
    await meter.answer(ASK_ENERGY_1997, `${ASK_ENERGY_1997} ${ENERGY_1997}`);
    (await asked).should.containEql({ di: '9010', value: 2463.48 });
  });

  it('joins parts, which have no numbers there', async () => {
    const { link, meter } = await line();
    const asked = new Dlt645Client(link, ADDRESS, '1997').read('901F', LATER);
    await meter.answer(READ_TARIFFS, PART_1);
    await meter.answer(ASK_PART_2, PART_2);
    should((await asked).values).eql([0.01, 0.02]);
  });

  it('reads all again where a part was lost, since nobody knows which part comes next', async () => {
    const { link, meter } = await line();
    const client = new Dlt645Client(link, ADDRESS, '1997');
    const asked = client.read('901F', { priority: 'poll', timeout: 60, retries: 1 });
    await meter.answer(READ_TARIFFS, PART_1);
    await meter.expect(ASK_PART_2);
    await meter.answer(READ_TARIFFS, PART_1);
    await meter.answer(ASK_PART_2, PART_2);
    should((await asked).values).eql([0.01, 0.02]);
  });
});
