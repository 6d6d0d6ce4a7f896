import should from 'should';
import { describeObis, findRegister, identifiersOf, searchObis } from '../../../src/telemetry';

describe('OBIS catalogue', () => {
  describe('a code is named by its parts', () => {
    const names: readonly (readonly [obis: string, en: string, zh: string, tr: string])[] = [
      ['1-0:1.8.0.255', 'Active energy import', '正向有功总电能', 'Çekilen aktif enerji, toplam'],
      [
        '1-0:1.8.3.255',
        'Active energy import, tariff 3',
        '正向有功费率3电能',
        'Çekilen aktif enerji, tarife 3',
      ],
      [
        '1-0:1.8.2.102',
        'Active energy import, tariff 2, 2 billing dates ago',
        '正向有功费率2电能，上2结算日',
        'Çekilen aktif enerji, tarife 2, 2 fatura dönemi önce',
      ],
      [
        '1-0:21.6.3.255',
        'Maximum demand of active power import (+A), L1, tariff 3',
        'A相正向有功功率最大需量，费率3',
        'Çekilen aktif güç (+A), L1, en yüksek talep, tarife 3',
      ],
      ['1-0:52.7.5.255', 'Voltage, L2, harmonic 5', 'B相电压5次谐波', 'Gerilim, L2, 5. harmonik'],
      ['1-0:81.7.10.255', 'Angle from U(L2) to U(L1)', 'U(L2)到U(L1)的相角', 'U(L2) – U(L1) açısı'],
      [
        '0-2:24.1.0.255',
        'M-Bus client, channel 2',
        'M-Bus客户端，通道2',
        'M-Bus istemcisi, kanal 2',
      ],
    ];
    for (const [obis, en, zh, tr] of names) {
      it(`${obis} is ${en}`, () => {
        const description = describeObis(obis);
        should(description).containEql({ obis, en, zh, tr });
      });
    }
  });

  it('gives class and unit with the name', () => {
    should(describeObis('1-0:18.8.0.255')).containEql({ classId: 3, unit: 'kWh' });
    should(describeObis('1-0:61.6.0.255')).containEql({ classId: 4, unit: 'W' });
    should(describeObis('0-0:96.3.10.255')).containEql({ classId: 70, unit: '' });
    should(describeObis('1-0:72.33.0.255')).containEql({ classId: 1, unit: 's' });
  });

  it('knows a sum of currents from a neutral one, and a long failure from sags and swells', () => {
    const keyOf = (obis: string) => describeObis(obis)?.register;
    should(keyOf('1-0:90.7.0.255')).equal('CURRENT_SUM');
    should(keyOf('0-0:96.7.19.255')).equal('LONG_POWER_FAILURE_DURATION');
    should(keyOf('0-0:96.7.20.255')).equal('LONG_POWER_FAILURE_THRESHOLD');
  });

  it('does not name what the standard leaves open', () => {
    for (const obis of ['1-0:200.7.0.255', '1-0:14.8.0.255', '1-0:1.7.70.255', '7-0:1.8.0.255']) {
      should(describeObis(obis)).be.undefined();
    }
  });

  it('calls a reading by its code where the catalogue has no key', () => {
    should(describeObis('1-0:17.8.0.255')?.register).equal('1-0:17.8.0.255');
    should(describeObis('1-0:2.8.4.255')?.register).equal('TARIFF_4_ACTIVE_EXPORT');
  });

  it('has one key for the last settlement day in every protocol', () => {
    for (const dataId of ['0x00010001', '1-0:1.8.0.101']) {
      should(findRegister(dataId)?.key).equal('TOTAL_ACTIVE_IMPORT_B1');
    }
    should(findRegister('1-0:1.8.0.100')).be.undefined();
    should(findRegister('1-0:1.8.0.113')).be.undefined();
  });

  it('finds identifiers by key', () => {
    should(identifiersOf('VOLTAGE_A')).deepEqual({
      di: '0x02010100',
      di1997: '0xb611',
      obis: '1-0:32.7.0.255',
    });
    should(identifiersOf('TARIFF_1_ACTIVE_IMPORT_B1')).deepEqual({
      di: '0x00010101',
      di1997: '0x9411',
      obis: '1-0:1.8.1.101',
    });
    should(identifiersOf('TARIFF_3_MAX_DEMAND_IMPORT')?.obis).equal('1-0:1.6.3.255');
    for (const key of ['TARIFF_2_VOLTAGE_A', 'TOTAL_ACTIVE_IMPORT_B13', 'NOBODY', '']) {
      should(identifiersOf(key)).be.undefined();
    }
  });

  it('gives back the key of every identifier that it gives', () => {
    for (const key of [
      'TOTAL_REACTIVE_Q3',
      'TARIFF_4_ACTIVE_COMBINED_B12',
      'MAX_DEMAND_EXPORT_B2',
    ]) {
      for (const dataId of Object.values(identifiersOf(key) ?? {})) {
        should(findRegister(dataId)?.key).equal(key);
      }
    }
  });

  describe('search', () => {
    it('finds by words of any language, by key and by code', () => {
      const first = (query: string) => searchObis(query, 5)[0]?.obis;
      should(first('voltage l1')).equal('1-0:32.7.0.255');
      should(first('A相电压')).equal('1-0:32.7.0.255');
      should(first('verilen aktif enerji')).equal('1-0:2.8.0.255');
      should(first('power_factor_c')).equal('1-0:73.7.0.255');
      should(first('1.0.41.8.2.255')).equal('1-0:41.8.2.255');
    });

    it('gives no more than asked for, and nothing for nonsense', () => {
      searchObis('', 50).should.have.length(50);
      searchObis('zzzz', 50).should.deepEqual([]);
    });

    it('names a code once', () => {
      const codes = searchObis('1-0:1.8.0.255', 50).map(({ obis }) => obis);
      codes.should.deepEqual([...new Set(codes)]);
    });
  });
});
