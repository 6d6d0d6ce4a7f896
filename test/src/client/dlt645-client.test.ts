import should from 'should';
import { Dlt645Client, readAddress } from '../../../src/client';
import { until } from '../link/caller';
import { endLines, line } from '../link/line';

const ADDRESS = '000000001234';
const READ_VOLTAGE = '68 341200000000 68 11 04 33343435 FB 16';
const VOLTAGE = '68 341200000000 68 91 06 33343435 3855 0A 16';
const VOLTAGE_OF_OTHER = '68 785600000000 68 91 06 33343435 3855 92 16';
const CURRENT = '68 341200000000 68 91 07 33343535 678533 9E 16';
const READ_FREQUENCY = '68 341200000000 68 11 04 3533B335 7B 16';
const FREQUENCY = '68 341200000000 68 91 06 3533B335 3583 B5 16';
const NO_DATA = '68 341200000000 68 D1 01 35 1D 16';

const READ_VOLTAGES = '68 341200000000 68 11 04 33323435 F9 16';
const PART_1 = '68 341200000000 68 B1 06 33323435 3855 28 16';
const ASK_PART_2 = '68 341200000000 68 12 05 33323435 34 2F 16';
const PART_2 = '68 341200000000 68 B2 07 33323435 CB54 34 F0 16';
const ASK_PART_3 = '68 341200000000 68 12 05 33323435 35 30 16';
const PART_3 = '68 341200000000 68 92 07 33323435 4655 35 4D 16';

const ONCE = { priority: 'poll', timeout: 4_000, retries: 0 } as const;

describe('the DL/T 645 client', () => {
  afterEach(endLines);

  const start = async () => {
    const { link, meter } = await line();
    return { link, meter, client: new Dlt645Client(link, ADDRESS) };
  };

  it('reads a register', async () => {
    const { meter, client } = await start();
    const asked = client.read('02010100', ONCE);
    await meter.answer(READ_VOLTAGE, VOLTAGE);
    (await asked).should.containEql({ di: '02010100', value: 220.5 });
  });

  it('an answer of another register or another meter resolves nothing', async () => {
    const { link, meter, client } = await start();
    let unsolicited = 0;
    link.on('unsolicited', () => unsolicited++);
    const asked = client.read('02010100', ONCE);
    await meter.answer(READ_VOLTAGE, `${CURRENT} ${VOLTAGE_OF_OTHER} ${VOLTAGE}`);
    should((await asked).value).equal(220.5);
    unsolicited.should.equal(2);
  });

  it('the echo of the request is no answer', async () => {
    const { meter, client } = await start();
    const asked = client.read('02010100', ONCE);
    await meter.answer(READ_VOLTAGE, `${READ_VOLTAGE} FEFEFEFE ${VOLTAGE}`);
    should((await asked).value).equal(220.5);
  });

  it('a refusal is an answer', async () => {
    const { meter, client } = await start();
    const asked = client.read('02010100', ONCE);
    await meter.answer(READ_VOLTAGE, NO_DATA);
    (await asked).should.containEql({ error: true, errorBits: ['noData'] });
  });

  it('the parts of a long answer are fetched and joined', async () => {
    const { meter, client } = await start();
    const asked = client.read('0201FF00', ONCE);
    await meter.answer(READ_VOLTAGES, PART_1);
    await meter.answer(ASK_PART_2, PART_2);
    await meter.answer(ASK_PART_3, PART_3);
    should((await asked).values).eql([220.5, 219.8, 221.3]);
  });

  it('a lost answer is asked for again, as often as wanted', async () => {
    const { link, meter, client } = await start();
    const asked = client.read('02010100', { priority: 'poll', timeout: 40, retries: 2 });
    asked.catch(() => undefined);
    for (let count = 0; count < 3; count++) await meter.expect(READ_VOLTAGE);
    await asked.should.be.rejectedWith({ code: 'command-timeout' });
    meter.send(VOLTAGE);
    await until(() => link.lateAnswers === 1);
    meter.received.should.equal('');
  });

  it('an answer to the repeated request ends the wait', async () => {
    const { meter, client } = await start();
    const asked = client.read('02010100', { priority: 'poll', timeout: 100, retries: 2 });
    await meter.expect(READ_VOLTAGE);
    await meter.answer(READ_VOLTAGE, VOLTAGE);
    should((await asked).value).equal(220.5);
  });

  it('the late answer to a request that was given up resolves no other one', async () => {
    const { link, meter, client } = await start();
    const slow = client.read('02010100', { priority: 'poll', timeout: 30, retries: 0 });
    slow.catch(() => undefined);
    await meter.expect(READ_VOLTAGE);
    await slow.should.be.rejectedWith({ code: 'command-timeout' });
    const next = client.read('02800002', ONCE);
    await meter.answer(READ_FREQUENCY, `${VOLTAGE} ${FREQUENCY}`);
    should((await next).value).equal(50.02);
    link.lateAnswers.should.equal(1);
  });

  it('nor does its late refusal, which names no register: the meter is asked once more', async () => {
    const { meter, client } = await start();
    const slow = client.read('02010100', { priority: 'poll', timeout: 30, retries: 0 });
    slow.catch(() => undefined);
    await meter.expect(READ_VOLTAGE);
    await slow.should.be.rejectedWith({ code: 'command-timeout' });
    const next = client.read('02800002', ONCE);
    await meter.answer(READ_FREQUENCY, NO_DATA);
    await meter.answer(READ_FREQUENCY, FREQUENCY);
    should((await next).value).equal(50.02);
  });

  it('between two reads something more urgent goes first', async () => {
    const { link, meter, client } = await start();
    const first = client.read('02010100', ONCE);
    const second = client.read('02800002', ONCE);
    const urgent = link.transact('act', async () => link.bytesSent);
    await meter.answer(READ_VOLTAGE, VOLTAGE);
    await first;
    (await urgent).should.equal(16);
    await meter.answer(READ_FREQUENCY, FREQUENCY);
    await second;
  });

  it('reads the address of whoever is there', async () => {
    const { link, meter } = await start();
    const asked = link.transact('command', (exchange) => readAddress(exchange, 4_000));
    await meter.answer(
      '68 AAAAAAAAAAAA 68 13 00 DF 16',
      '68 341200000000 68 93 06 674533333333 27 16',
    );
    should(await asked).equal(ADDRESS);
  });

  it('an address that is none is refused before anything goes out', async () => {
    const { link, meter } = await start();
    await new Dlt645Client(link, 'auto_127_0_0_1')
      .read('02010100', ONCE)
      .should.be.rejectedWith(RangeError);
    meter.received.should.equal('');
  });
});
