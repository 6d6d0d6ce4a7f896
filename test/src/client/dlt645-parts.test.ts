import should from 'should';
import { Dlt645Client } from '../../../src/client';
import { octets } from '../link/caller';
import { endLines, line } from '../link/line';

const ADDRESS = '000000001234';
const READ_VOLTAGES = '68 341200000000 68 11 04 33323435 F9 16';
const PART_1 = '68 341200000000 68 B1 06 33323435 3855 28 16';
const ASK_PART_2 = '68 341200000000 68 12 05 33323435 34 2F 16';
const PART_2 = '68 341200000000 68 B2 07 33323435 CB54 34 F0 16';
const ASK_PART_3 = '68 341200000000 68 12 05 33323435 35 30 16';
const PART_3 = '68 341200000000 68 92 07 33323435 4655 35 4D 16';
const NO_PART = '68 341200000000 68 D2 01 35 1E 16';

/** 49 tariffs, 0.01 kWh and so on: 200 octets of data, the most that there is. */
const READ_TARIFFS = '68 341200000000 68 11 04 33323433 F7 16';
const TARIFFS =
  '683412000000006891C833323433333333333433333335333333363333333733333338333333393333333A3333333B33' +
  '33333C333333433333334433333345333333463333334733333348333333493333334A3333334B3333334C3333335333' +
  '33335433333355333333563333335733333358333333593333335A3333335B3333335C33333363333333643333336533' +
  '3333663333336733333368333333693333336A3333336B3333336C333333733333337433333375333333763333337733' +
  '333378333333793333337A3333337B3333331F16';
/** 2400 baud, 11 bits a character. */
const OCTETS_PER_SECOND = 218;

const PATIENT = { priority: 'poll', timeout: 4_000, retries: 0 } as const;
const INSISTENT = { priority: 'poll', timeout: 60, retries: 2 } as const;

describe('an answer in parts', () => {
  afterEach(endLines);

  async function start() {
    const { link, meter } = await line();
    return { link, meter, client: new Dlt645Client(link, ADDRESS) };
  }

  it('a lost part is asked for again by its number, not all from the beginning', async () => {
    const { meter, client } = await start();
    const asked = client.read('0201FF00', INSISTENT);
    await meter.answer(READ_VOLTAGES, PART_1);
    await meter.expect(ASK_PART_2);
    await meter.answer(ASK_PART_2, PART_2);
    await meter.answer(ASK_PART_3, PART_3);
    should((await asked).values).eql([220.5, 219.8, 221.3]);
  });

  it('a part of another number resolves nothing', async () => {
    const { meter, client } = await start();
    const asked = client.read('0201FF00', PATIENT);
    await meter.answer(READ_VOLTAGES, PART_1);
    await meter.answer(ASK_PART_2, PART_2);
    await meter.answer(ASK_PART_3, `${PART_2} ${PART_3}`);
    should((await asked).values).eql([220.5, 219.8, 221.3]);
  });

  it('a refusal of a part is the answer', async () => {
    const { meter, client } = await start();
    const asked = client.read('0201FF00', PATIENT);
    await meter.answer(READ_VOLTAGES, PART_1);
    await meter.answer(ASK_PART_2, NO_PART);
    (await asked).should.containEql({ error: true, errorBits: ['noData'] });
  });

  it('a part that is never answered ends the read', async () => {
    const { meter, client } = await start();
    const asked = client.read('0201FF00', { ...INSISTENT, retries: 0 });
    asked.catch(() => undefined);
    await meter.answer(READ_VOLTAGES, PART_1);
    await meter.expect(ASK_PART_2);
    await asked.should.be.rejectedWith({ code: 'command-timeout' });
  });

  it('the longest answer comes whole over a line of 2400 baud behind a modem', async () => {
    const { link, meter, client } = await start();
    const asked = client.read('0001FF00', PATIENT);
    await meter.expect(READ_TARIFFS);
    const answer = octets(TARIFFS);
    const step = 16;
    for (let at = 0; at < answer.length; at += step) {
      meter.socket.write(answer.subarray(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, (step / OCTETS_PER_SECOND) * 1_000));
    }
    const { values = [] } = await asked;
    values.length.should.equal(49);
    should(values[48]).equal(0.48);
    link.lateAnswers.should.equal(0);
  });
});
