import 'should';
import { DEFAULT_ADDRESSES, DlmsClient, dlmsForms } from '../../../src/client';
import { gatherData } from '../../../src/client/dlms/gather-data';
import type { Permit } from '../../../src/link';
import type { Caller } from '../link/caller';
import { settle } from '../link/caller';
import { endLines, line } from '../link/line';

const AARQ =
  '0001 0001 0001 001F 601D A109060760857405080101 BE10 040E 01000000 06 5F1F0400 001E1D FFFF';
/** Blocks of GET, SET and ACTION, lists, get, set, selective access, action. */
const ALL = '001E1D';
const WITHOUT_LIST = '001C1D';
/** The same with general block transfer, and without the blocks of services. */
const GENERAL_BLOCKS = '20021D';
const PERMIT: Permit = { use: () => undefined };
const OPTIONS = { priority: 'command', timeout: 4_000 } as const;
const PERMITTED = { ...OPTIONS, permit: PERMIT };

const ENERGY = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2, selection: null };
const VOLTAGE = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2, selection: null };
const TEXT = { classId: 1, obis: '0-0:96.5.0.255', attribute: 2 };
const ENERGY_NAME = '0003 0100010800FF 02';
const VOLTAGE_NAME = '0003 01000C0700FF 02';
const TEXT_NAME = '0001 0000600500FF 02';
const RELAY = { classId: 70, obis: '0-0:96.3.10.255', method: 1 };

const word = (value: number): string => value.toString(16).padStart(4, '0');
const frame = (apdu: string): string => {
  const plain = apdu.replaceAll(' ', '');
  return `0001 0001 0001 ${word(plain.length / 2)} ${plain}`;
};
const aare = (conformance: string, maxPdu: number): string =>
  frame(
    `6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E 0800 06 5F1F0400 ${conformance} ${word(maxPdu)} 0007`,
  );
const value = (number: number) => ({ data: { type: 'double-long-unsigned', value: number } });

describe('the DLMS services', () => {
  afterEach(endLines);

  const start = async () => {
    const { link, meter } = await line();
    return { link, meter, client: new DlmsClient(link, dlmsForms(DEFAULT_ADDRESSES)) };
  };

  const associate = (meter: Caller, conformance = ALL, maxPdu = 1024): Promise<void> =>
    meter.answer(AARQ, aare(conformance, maxPdu));

  const answer = (meter: Caller, request: string, response: string): Promise<void> =>
    meter.answer(frame(request), frame(response));

  describe('GET with list', () => {
    const LIST = `C003 01 02 ${ENERGY_NAME} 00 ${VOLTAGE_NAME} 00`;

    it('reads several attributes in one request, each with its own result', async () => {
      const { meter, client } = await start();
      const asked = client.getList([ENERGY, VOLTAGE], OPTIONS);
      await associate(meter);
      await answer(meter, LIST, 'C403 01 02 00 06 00000007 01 04');
      (await asked).should.eql([value(7), { error: 'object-undefined' }]);
    });

    it('is not asked of a meter that does not offer it', async () => {
      const { meter, client } = await start();
      const asked = client.getList([ENERGY, VOLTAGE], OPTIONS);
      await associate(meter, WITHOUT_LIST);
      await answer(meter, `C001 01 ${ENERGY_NAME} 00`, 'C401 01 00 06 00000007');
      await answer(meter, `C001 02 ${VOLTAGE_NAME} 00`, 'C401 02 00 06 00000008');
      (await asked).should.eql([value(7), value(8)]);
    });

    it('that is answered short is followed by single ones, and not asked again', async () => {
      const { meter, client } = await start();
      const asked = client.getList([ENERGY, VOLTAGE], OPTIONS);
      await associate(meter);
      await answer(meter, LIST, 'C403 01 01 00 06 00000007');
      await answer(meter, `C001 02 ${ENERGY_NAME} 00`, 'C401 02 00 06 00000007');
      await answer(meter, `C001 03 ${VOLTAGE_NAME} 00`, 'C401 03 00 06 00000008');
      (await asked).should.eql([value(7), value(8)]);
      const again = client.getList([VOLTAGE, ENERGY], OPTIONS);
      await answer(meter, `C001 04 ${VOLTAGE_NAME} 00`, 'C401 04 00 06 00000008');
      await answer(meter, `C001 05 ${ENERGY_NAME} 00`, 'C401 05 00 06 00000007');
      (await again).should.eql([value(8), value(7)]);
    });

    it('that is refused with an exception is followed by single ones in a new association', async () => {
      const { meter, client } = await start();
      const asked = client.getList([ENERGY, VOLTAGE], OPTIONS);
      await associate(meter);
      await answer(meter, LIST, 'D80102');
      await associate(meter);
      await answer(meter, `C001 02 ${ENERGY_NAME} 00`, 'C401 02 00 06 00000007');
      await answer(meter, `C001 03 ${VOLTAGE_NAME} 00`, 'C401 03 00 06 00000008');
      (await asked).should.eql([value(7), value(8)]);
    });

    it('may be answered in blocks', async () => {
      const { meter, client } = await start();
      const asked = client.getList([ENERGY, VOLTAGE], OPTIONS);
      await associate(meter);
      await answer(meter, LIST, 'C402 01 00 00000001 00 05 02 00 06 0000');
      await answer(meter, 'C002 01 00000001', 'C402 01 01 00000002 00 08 0007 00 06 00000008');
      (await asked).should.eql([value(7), value(8)]);
    });

    it('in empty blocks without end is given up', async () => {
      const block = (blockNumber: number) => ({ lastBlock: false, blockNumber, rawData: '' });
      const next = async (last: number) => block(last + 1);
      await gatherData(block(1), next, (octets) => octets).should.be.rejectedWith({
        code: 'meter-refused',
        message: /100000 blocks/,
      });
    });

    it('asks for no more than the meter takes in one APDU', async () => {
      const { meter, client } = await start();
      const asked = client.getList([ENERGY, VOLTAGE, ENERGY], OPTIONS);
      await associate(meter, ALL, 30);
      await answer(meter, LIST, 'C403 01 02 00 06 00000007 00 06 00000008');
      await answer(meter, `C001 02 ${ENERGY_NAME} 00`, 'C401 02 00 06 00000009');
      (await asked).should.eql([value(7), value(8), value(9)]);
    });
  });

  describe('GET', () => {
    it('says what is selected', async () => {
      const { meter, client } = await start();
      const buffer = { classId: 7, obis: '1-0:99.1.0.255', attribute: 2 };
      const entries = {
        selector: 2,
        fromEntry: 1,
        toEntry: 2,
        fromColumn: 1,
        toColumn: 0,
      } as const;
      const asked = client.get(buffer, OPTIONS, entries);
      await associate(meter);
      await answer(
        meter,
        'C001 01 0007 0100630100FF 02 01 02 0204 06 00000001 06 00000002 12 0001 12 0000',
        'C401 01 00 01 00',
      );
      (await asked).should.eql({ data: { type: 'array', value: [] } });
    });

    it('that ends in the middle of its blocks has the error', async () => {
      const { meter, client } = await start();
      const asked = client.get(ENERGY, OPTIONS);
      await associate(meter);
      await answer(meter, `C001 01 ${ENERGY_NAME} 00`, 'C402 01 00 00000001 00 03 06 0000');
      await answer(meter, 'C002 01 00000001', 'C402 01 01 00000002 01 0F');
      (await asked).should.eql({ error: 'long-get-aborted' });
    });

    it('whose last block announces one more, as Gurux servers do where it just fits, is whole', async () => {
      const { meter, client } = await start();
      const asked = client.get(ENERGY, OPTIONS);
      await associate(meter);
      await answer(meter, `C001 01 ${ENERGY_NAME} 00`, 'C402 01 00 00000001 00 03 06 0000');
      await answer(meter, 'C002 01 00000001', 'C402 01 00 00000002 00 02 0007');
      await answer(meter, 'C002 01 00000002', 'C402 01 01 13');
      (await asked).should.eql(value(7));
    });

    it('that is refused in the middle of its blocks without the head of one has the error', async () => {
      const { meter, client } = await start();
      const asked = client.get(ENERGY, OPTIONS);
      await associate(meter);
      await answer(meter, `C001 01 ${ENERGY_NAME} 00`, 'C402 01 00 00000001 00 03 06 0000');
      await answer(meter, 'C002 01 00000001', 'C402 01 01 13');
      (await asked).should.eql({ error: 'data-block-number-invalid' });
    });
  });

  describe('SET', () => {
    const data = { type: 'octet-string', value: '616263' } as const;

    it('gives what the meter says', async () => {
      const { meter, client } = await start();
      const done = client.set(TEXT, data, PERMITTED);
      await associate(meter);
      await answer(meter, `C101 01 ${TEXT_NAME} 00 09 03 616263`, 'C501 01 00');
      (await done).should.equal('success');
      const denied = client.set(TEXT, data, PERMITTED);
      await answer(meter, `C101 02 ${TEXT_NAME} 00 09 03 616263`, 'C501 02 03');
      (await denied).should.equal('read-write-denied');
    });

    it('leaves only with a permit, and the permit learns what for', async () => {
      const { meter, client } = await start();
      const refused = client.set(TEXT, data, OPTIONS);
      refused.catch(() => undefined);
      await associate(meter);
      await refused.should.be.rejectedWith({ code: 'write-disabled' });
      await settle();
      meter.received.should.equal('');
      const used: string[] = [];
      const permit: Permit = { use: ({ effect, what }) => used.push(`${effect} ${what}`) };
      const done = client.set(TEXT, data, { ...OPTIONS, permit });
      await answer(meter, `C101 02 ${TEXT_NAME} 00 09 03 616263`, 'C501 02 00');
      await done;
      used.should.eql(['write SET 1/0-0:96.5.0.255/2']);
    });

    it('of more than the meter takes goes in blocks', async () => {
      const { meter, client } = await start();
      const long = { type: 'octet-string', value: '00112233445566778899' } as const;
      const done = client.set(TEXT, long, PERMITTED);
      await associate(meter, ALL, 37);
      await answer(
        meter,
        `C102 01 ${TEXT_NAME} 00 00 00000001 05 09 0A 001122`,
        'C502 01 00000001',
      );
      await answer(meter, 'C103 01 00 00000002 05 3344556677', 'C502 01 00000002');
      await answer(meter, 'C103 01 01 00000003 02 8899', 'C503 01 00 00000003');
      (await done).should.equal('success');
    });

    it('in blocks may be refused without a block number, as Gurux servers do', async () => {
      const { meter, client } = await start();
      const long = { type: 'octet-string', value: '0011223344' } as const;
      const done = client.set(TEXT, long, PERMITTED);
      await associate(meter, ALL, 36);
      await answer(meter, `C102 01 ${TEXT_NAME} 00 00 00000001 04 09 05 0011`, 'C503 01 03');
      (await done).should.equal('read-write-denied');
    });

    it('in blocks survives the octets that Gurux servers put behind a block number', async () => {
      const { meter, client } = await start();
      const long = { type: 'octet-string', value: '0011223344' } as const;
      const done = client.set(TEXT, long, PERMITTED);
      await associate(meter, ALL, 36);
      await answer(
        meter,
        `C102 01 ${TEXT_NAME} 00 00 00000001 04 09 05 0011`,
        'C502 01 00000001 000000',
      );
      await answer(meter, 'C103 01 01 00000002 03 223344', 'C503 01 00 00000002');
      (await done).should.equal('success');
    });
  });

  describe('ACTION', () => {
    const ZERO = { type: 'integer', value: 0 } as const;

    it('gives the result and what the method returns', async () => {
      const { meter, client } = await start();
      const done = client.action(RELAY, ZERO, PERMITTED);
      await associate(meter);
      await answer(meter, 'C301 01 0046 000060030AFF 01 01 0F00', 'C701 01 00 01 00 1100');
      (await done).should.eql({ result: 'success', data: { type: 'unsigned', value: 0 } });
    });

    it('that is denied in four octets is a refusal, as some meters send it', async () => {
      const { meter, client } = await start();
      const done = client.action(RELAY, null, PERMITTED);
      await associate(meter);
      await answer(meter, 'C301 01 0046 000060030AFF 01 00', 'C701 01 03');
      (await done).should.eql({ result: 'read-write-denied' });
    });

    it('of an acting class needs a permit of its own', async () => {
      const { meter, client } = await start();
      const refused = client.action(RELAY, ZERO, OPTIONS);
      refused.catch(() => undefined);
      await associate(meter);
      await refused.should.be.rejectedWith({ code: 'relay-disabled' });
    });

    it('takes a long answer in blocks', async () => {
      const { meter, client } = await start();
      const done = client.action(RELAY, ZERO, PERMITTED);
      await associate(meter);
      await answer(
        meter,
        'C301 01 0046 000060030AFF 01 01 0F00',
        'C702 01 00 00000001 04 00 01 00 09',
      );
      await answer(meter, 'C302 01 00000001', 'C702 01 01 00000002 03 02 4142');
      (await done).should.eql({ result: 'success', data: { type: 'octet-string', value: '4142' } });
    });

    it('sends a long parameter in blocks', async () => {
      const { meter, client } = await start();
      const long = { type: 'octet-string', value: '0011223344' } as const;
      const done = client.action(RELAY, long, PERMITTED);
      await associate(meter, ALL, 36);
      await answer(
        meter,
        'C304 01 0046 000060030AFF 01 00 00000001 04 09 05 0011',
        'C704 01 00000001',
      );
      await answer(meter, 'C306 01 01 00000002 03 223344', 'C701 01 00 00');
      (await done).should.eql({ result: 'success' });
    });
  });

  describe('general block transfer', () => {
    it('brings an answer, each block acknowledged', async () => {
      const { meter, client } = await start();
      const asked = client.get(ENERGY, OPTIONS);
      await associate(meter, GENERAL_BLOCKS);
      await answer(meter, `C001 01 ${ENERGY_NAME} 00`, 'E0 01 0001 0000 05 C401 01 00 06');
      await answer(meter, 'E0 81 0001 0001 00', 'E0 01 0002 0001 02 0000');
      await answer(meter, 'E0 81 0002 0002 00', 'E0 81 0003 0002 02 0007');
      (await asked).should.eql(value(7));
    });

    it('asks again for a block that did not come', async () => {
      const { meter, client } = await start();
      const asked = client.get(ENERGY, { ...OPTIONS, timeout: 300 });
      await associate(meter, GENERAL_BLOCKS);
      await answer(meter, `C001 01 ${ENERGY_NAME} 00`, 'E0 01 0001 0000 05 C401 01 00 06');
      await meter.expect(frame('E0 81 0001 0001 00'));
      await answer(meter, 'E0 81 0001 0001 00', 'E0 81 0002 0001 04 00000007');
      (await asked).should.eql(value(7));
    });

    it('carries a request that is longer than the meter takes', async () => {
      const { meter, client } = await start();
      const long = { type: 'octet-string', value: '00112233445566778899' } as const;
      const done = client.set(TEXT, long, PERMITTED);
      await associate(meter, GENERAL_BLOCKS, 24);
      await answer(
        meter,
        'E0 01 0001 0000 0D C101 01 0001 0000600500FF 02 00',
        'E0 81 0001 0001 00',
      );
      await answer(meter, 'E0 81 0002 0000 0C 09 0A 00112233445566778899', 'C501 01 00');
      (await done).should.equal('success');
    });

    it('that the meter does not offer leaves a request unsent', async () => {
      const { meter, client } = await start();
      const long = { type: 'octet-string', value: '00112233445566778899' } as const;
      const done = client.set(TEXT, long, PERMITTED);
      done.catch(() => undefined);
      await associate(meter, '00021D', 20);
      await done.should.be.rejectedWith({ code: 'not-supported' });
      await settle();
      meter.received.should.equal('');
    });
  });

  it('a confirmed service error in place of an answer is told by its names', async () => {
    const { meter, client } = await start();
    const asked = client.get(ENERGY, OPTIONS);
    asked.catch(() => undefined);
    await associate(meter);
    await answer(meter, `C001 01 ${ENERGY_NAME} 00`, '0E 01 00 01');
    await asked.should.be.rejectedWith({ code: 'meter-refused' });
  });
});
