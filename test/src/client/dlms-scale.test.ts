import { mock } from 'node:test';
import should from 'should';
import {
  DEFAULT_ADDRESSES,
  DlmsClient,
  dlmsForms,
  readScale,
  toldScale,
} from '../../../src/client';
import { dlmsReading } from '../../../src/telemetry';
import type { Caller } from '../link/caller';
import { settle } from '../link/caller';
import { endLines, line } from '../link/line';

const IVY = '0001 0001 0001';
const AARQ = `${IVY} 001F 601D A109060760857405080101 BE10 040E 01000000 06 5F1F0400 001E1D FFFF`;
const AARE = `${IVY} 002B 6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E 0800 06 5F1F0400 00181D 0400 0007`;
const get = (invoke: string, cosemClass: string, obis: string, attribute: string): string =>
  `${IVY} 000D C001 ${invoke} ${cosemClass} ${obis} ${attribute} 00`;
const TENS_OF_WH = '00 0202 0F01 161E';
const OBJECT_UNDEFINED = '01 04';
const TEMPORARY_FAILURE = '01 02';
const answer = (invoke: string, result: string): string => {
  const apdu = `C401${invoke}${result}`.replaceAll(' ', '');
  return `${IVY} ${(apdu.length / 2).toString(16).padStart(4, '0')} ${apdu}`;
};
const ENERGY = '0100010800FF';
const OPTIONS = { priority: 'poll', timeout: 4_000 } as const;

describe('the scale of a COSEM register', () => {
  let meter: Caller;
  let client: DlmsClient;
  const memory = new Map<string, unknown>();

  beforeEach(async () => {
    memory.clear();
    const { link, meter: caller } = await line();
    meter = caller;
    client = new DlmsClient(link, dlmsForms(DEFAULT_ADDRESSES));
    client.remember(memory);
  });

  afterEach(endLines);

  const scale = (obis: string, classId = 3) => readScale(client, memory, classId, obis, OPTIONS);

  it('is read from attribute 3 once, and remembered', async () => {
    const asked = scale('1-0:1.8.0.255');
    await meter.answer(AARQ, AARE);
    await meter.answer(get('01', '0003', ENERGY, '03'), answer('01', TENS_OF_WH));
    const told = { scaler: 1, unit: 30, assumed: false };
    should(await asked).eql(told);
    should(await scale('1-0:1.8.0.255')).eql(told);
    should(toldScale(memory, '1-0:1.8.0.255')).eql(told);
    await settle();
    meter.received.should.equal('');
  });

  it('with scaler 1 and unit 30, 1234571 is 12345.71 kWh', async () => {
    const asked = scale('1-0:1.8.0.255');
    await meter.answer(AARQ, AARE);
    await meter.answer(get('01', '0003', ENERGY, '03'), answer('01', TENS_OF_WH));
    dlmsReading('1-0:1.8.0.255', { type: 'double-long-unsigned', value: 1234571 }, await asked, {
      ts: 1,
      meterId: 'm',
      via: 'poll',
    }).should.eql({
      ts: 1,
      meterId: 'm',
      dataId: '1-0:1.8.0.255',
      register: 'TOTAL_ACTIVE_IMPORT',
      value: 12345.71,
      rawValue: 1234571,
      unit: 'kWh',
      source: 'dlms',
      via: 'poll',
    });
  });

  it('where the meter refuses attribute 3, it is unknown, and not asked again', async () => {
    const asked = scale('1-0:1.8.0.255');
    await meter.answer(AARQ, AARE);
    await meter.answer(get('01', '0003', ENERGY, '03'), answer('01', OBJECT_UNDEFINED));
    should(await asked).equal(undefined);
    should(await scale('1-0:1.8.0.255')).equal(undefined);
    await settle();
    meter.received.should.equal('');
  });

  it('after a temporary failure it is asked again the next time', async () => {
    const first = scale('1-0:1.8.0.255');
    await meter.answer(AARQ, AARE);
    await meter.answer(get('01', '0003', ENERGY, '03'), answer('01', TEMPORARY_FAILURE));
    should(await first).equal(undefined);
    const second = scale('1-0:1.8.0.255');
    await meter.answer(get('02', '0003', ENERGY, '03'), answer('02', TENS_OF_WH));
    should((await second)?.assumed).equal(false);
  });

  describe('after a day', () => {
    const DAY = 24 * 3_600_000;
    const NAME = '0001 0001 0001 000D C001 02 0001 00002A0000FF 02 00';
    const name = (invoke: string, text: string): string => answer(invoke, `00 0A03${text}`);

    afterEach(() => mock.timers.reset());

    const readOnce = async (): Promise<void> => {
      mock.timers.enable({ apis: ['Date'], now: 1_780_000_000_000 });
      const asked = scale('1-0:1.8.0.255');
      await meter.answer(AARQ, AARE);
      await meter.answer(get('01', '0003', ENERGY, '03'), answer('01', TENS_OF_WH));
      await asked;
      mock.timers.tick(DAY);
    };

    it('is read again', async () => {
      await readOnce();
      const asked = scale('1-0:1.8.0.255');
      await meter.answer(NAME, name('02', '414243'));
      await meter.answer(get('03', '0003', ENERGY, '03'), answer('03', '00 0202 0F00 161E'));
      should(await asked).eql({ scaler: 0, unit: 30, assumed: false });
    });

    it('stays what it was where the meter cannot tell just now', async () => {
      await readOnce();
      const asked = scale('1-0:1.8.0.255');
      await meter.answer(NAME, name('02', '414243'));
      await meter.answer(get('03', '0003', ENERGY, '03'), answer('03', TEMPORARY_FAILURE));
      should(await asked).eql({ scaler: 1, unit: 30, assumed: false });
    });

    it('is forgotten with all others where the meter has another device name', async () => {
      memory.set('device-name', 'XYZ');
      memory.set('scale:1-0:2.8.0.255', { scaler: 3, unit: 30, assumed: false });
      await readOnce();
      const asked = scale('1-0:1.8.0.255');
      await meter.answer(NAME, name('02', '414243'));
      await meter.answer(get('03', '0003', ENERGY, '03'), answer('03', TENS_OF_WH));
      await asked;
      memory.has('scale:1-0:2.8.0.255').should.be.false();
      should(memory.get('device-name')).equal('ABC');
    });
  });

  it('demand registers (class 5) have it in attribute 4, data (class 1) have none', async () => {
    should(await scale('0-0:96.14.0.255', 1)).equal(undefined);
    const asked = scale('1-0:1.4.0.255', 5);
    await meter.answer(AARQ, AARE);
    await meter.answer(get('01', '0005', '0100010400FF', '04'), answer('01', '00 0202 0F00 161B'));
    should(await asked).eql({ scaler: 0, unit: 27, assumed: false });
  });
});
