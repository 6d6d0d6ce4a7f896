import should from 'should';
import {
  DEFAULT_ADDRESSES,
  DlmsClient,
  dlmsForms,
  knownCatalogue,
  readCatalogue,
} from '../../../src/client';
import { settle } from '../link/caller';
import { endLines, line } from '../link/line';

const AARQ =
  '0001 0001 0001 001F 601D A109060760857405080101 BE10 040E 01000000 06 5F1F0400 001E1D FFFF';
const AARE =
  '0001 0001 0001 002B 6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E 0800 06 5F1F0400 00181D 0400 0007';
const GET = '0001 0001 0001 000D C001 01 000F 0000280000FF 02 00';
const OPTIONS = { priority: 'poll', timeout: 4_000 } as const;

describe("a meter's catalogue", () => {
  afterEach(endLines);

  const start = async () => {
    const { link, meter } = await line();
    return { meter, client: new DlmsClient(link, dlmsForms(DEFAULT_ADDRESSES)) };
  };

  it('is its object list, read once a day and kept with the meter', async () => {
    const { meter, client } = await start();
    const memory = new Map<string, unknown>();
    const asked = readCatalogue(client, memory, OPTIONS);
    await meter.answer(AARQ, AARE);
    await meter.answer(
      GET,
      `0001 0001 0001 0034 C401 01 00 0102
       0204 120003 1100 0906 0100010800FF 0202 0100 0100
       0204 120008 1100 0906 0000010000FF 0202 0100 0100`,
    );
    const entries = [
      { classId: 3, version: 0, obis: '1-0:1.8.0.255' },
      { classId: 8, version: 0, obis: '0-0:1.0.0.255' },
    ];
    (await asked).should.eql(entries);
    (await readCatalogue(client, memory, OPTIONS)).should.eql(entries);
    const restored = new Map(JSON.parse(JSON.stringify([...memory])) as [string, unknown][]);
    should(knownCatalogue(restored)).eql(entries);
    await settle();
    meter.received.should.equal('');
  });

  it('that the meter refuses is a failure', async () => {
    const { meter, client } = await start();
    const asked = readCatalogue(client, new Map(), OPTIONS);
    asked.catch(() => undefined);
    await meter.answer(AARQ, AARE);
    await meter.answer(GET, '0001 0001 0001 0005 C401 01 01 04');
    await asked.should.be.rejectedWith({ code: 'meter-refused', message: /object-undefined/ });
  });
});
