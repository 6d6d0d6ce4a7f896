import 'should';
import { type AssociationProfile, DlmsClient } from '../../../src/client';
import type { StreamItem } from '../../../src/framing';
import type { Caller } from '../link/caller';
import { octets } from '../link/caller';
import { endLines, line } from '../link/line';

// What a server of another maker answered to each of these frames.
const SNRM =
  '7E A01E 03 21 93 CD3B 81 80 12 05 01 80 06 01 80 07 04 00000001 08 04 00000001 533B 7E';
const UA = '7E A01E 21 03 73 C37A 81 80 12 05 01 80 06 01 80 07 04 00000001 08 04 00000001 533B 7E';
const AARQ =
  '7E A02B 03 21 10 FBAF E6E600 601DA109060760857405080101BE10040E01000000065F1F0400001E1DFFFF C5E4 7E';
const AARE =
  '7E A037 21 03 30 6C7C E6E700 6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F0400001E1D04000007 E0A6 7E';
const GET_NAME = '7E A019 03 21 32 6FD8 E6E600 C001C1 0001 00002A0000FF 02 00 1280 7E';
const NAME = '7E A022 21 03 52 8E91 E6E700 C401C1 00 0A10 47525830303030303030303031323334 7A0D 7E';
const GET_ENERGY = '7E A019 03 21 54 5FDE E6E600 C001C2 0003 0100010800FF 02 00 8196 7E';
const ENERGY = '7E A015 21 03 74 69CE E6E700 C401C2 00 06 0012D68B 0EB1 7E';
const tariff = (number: number): string =>
  `0003 01000108${number.toString(16).padStart(2, '0')}FF 02 00`;
const tariffs = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => tariff(from + index)).join('');
const GET_LIST_1 = `7E A889 03 21 76 A068 E6E600 C003C3 10 ${tariffs(1, 12)} 00 0FE3 7E`;
const MORE = '7E A007 21 03 91 1D84 7E';
const GET_LIST_2 = `7E A030 03 21 78 0143 03 01000108 0DFF 02 00 ${tariffs(14, 16)} 42BF 7E`;
const LIST = `7E A070 21 03 B6 C4DC E6E700 C403C3 10
  00 06 000003E8 00 06 000007D0 00 06 00000BB8 00 06 00000FA0 00 06 00001388 00 06 00001770
  00 06 00001B58 00 06 00001F40 00 06 00002328 00 06 00002710 00 06 00002AF8 00 06 00002EE0
  00 06 000032C8 00 06 000036B0 00 06 00003A98 00 06 00003E80 9FF0 7E`;
const DM = '7E A007 21 03 1F 6BE9 7E';

const PROFILE: AssociationProfile = {
  name: 'hdlc',
  client: 16,
  server: 1,
  transport: { kind: 'hdlc' },
  confirmed: true,
  highPriority: true,
  authentication: { mechanism: 'none' },
};
const DEVICE_NAME = { classId: 1, obis: '0-0:42.0.0.255', attribute: 2 };
const TOTAL = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2 };
const OPTIONS = { priority: 'poll', timeout: 4_000 } as const;

describe('the DLMS client over HDLC', () => {
  afterEach(endLines);

  const start = async () => {
    const { link, meter } = await line();
    return { link, meter, client: new DlmsClient(link, [PROFILE]) };
  };

  const connect = async (meter: Caller): Promise<void> => {
    await meter.answer(SNRM, UA);
    await meter.answer(AARQ, AARE);
  };

  const readName = async (client: DlmsClient, meter: Caller): Promise<void> => {
    const asked = client.get(DEVICE_NAME, OPTIONS);
    await connect(meter);
    await meter.answer(GET_NAME, NAME);
    (await asked).should.eql({ data: { type: 'visible-string', value: 'GRX0000000001234' } });
  };

  it('connects, associates and reads, octet for octet as a meter answers', async () => {
    const { meter, client } = await start();
    await readName(client, meter);
    const asked = client.get(TOTAL, OPTIONS);
    await meter.answer(GET_ENERGY, ENERGY);
    (await asked).should.eql({ data: { type: 'double-long-unsigned', value: 1234571 } });
  });

  it('sends a long request in segments, each when the one before is acknowledged', async () => {
    const { meter, client } = await start();
    await readName(client, meter);
    const one = client.get(TOTAL, OPTIONS);
    await meter.answer(GET_ENERGY, ENERGY);
    await one;
    const all = client.getList(
      Array.from({ length: 16 }, (_, index) => ({
        ...TOTAL,
        obis: `1-0:1.8.${index + 1}.255`,
        selection: null,
      })),
      OPTIONS,
    );
    await meter.answer(GET_LIST_1, MORE);
    await meter.answer(GET_LIST_2, LIST);
    (await all)
      .map((result) => ('data' in result ? result.data.value : result))
      .should.eql(Array.from({ length: 16 }, (_, index) => (index + 1) * 1_000));
  });

  it('connects again, once, where the meter has ended the connection', async () => {
    const { meter, client } = await start();
    await readName(client, meter);
    const asked = client.get(TOTAL, OPTIONS);
    await meter.answer(GET_ENERGY, DM);
    await connect(meter);
    // The invoke id goes on, and the numbering of frames begins anew.
    await meter.expect('7E A019 03 21 32 6FD8 E6E600 C001C3 0003 0100010800FF 02 00 10C3 7E');
    meter.send(DM);
    await asked.should.be.rejectedWith({ code: 'meter-refused' });
  });

  it('after an answer that stayed out the next request begins with a new connection', async () => {
    const { meter, client } = await start();
    await readName(client, meter);
    const lost = client.get(TOTAL, { ...OPTIONS, timeout: 100 });
    lost.catch(() => undefined);
    await meter.expect(GET_ENERGY);
    await lost.should.be.rejectedWith({ code: 'command-timeout' });
    const asked = client.get(DEVICE_NAME, OPTIONS);
    asked.catch(() => undefined);
    await connect(meter);
    meter.hangUp();
    await asked.should.be.rejectedWith({ code: 'meter-not-connected' });
  });

  it('a meter that refuses the connection fails with association-failed', async () => {
    const { meter, client } = await start();
    const asked = client.get(DEVICE_NAME, OPTIONS);
    asked.catch(() => undefined);
    await meter.answer(SNRM, DM);
    await asked.should.be.rejectedWith({ code: 'association-failed' });
  });

  it('frames of another meter on the line are passed on', async () => {
    const { link, meter, client } = await start();
    const unsolicited: StreamItem[] = [];
    link.on('unsolicited', (item) => unsolicited.push(item));
    const asked = client.get(DEVICE_NAME, OPTIONS);
    const other = '7E A007 41 05 73 9C11 7E';
    await meter.expect(SNRM);
    meter.send(other);
    meter.send(UA);
    await meter.answer(AARQ, AARE);
    await meter.answer(GET_NAME, NAME);
    await asked;
    unsolicited.should.eql([{ kind: 'hdlc', octets: new Uint8Array(octets(other)) }]);
  });
});
