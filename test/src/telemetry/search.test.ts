import should from 'should';
import { searchDlt645, searchObis } from '../../../src/telemetry';

describe('pickers find', () => {
  for (const [query, obis] of [
    ['active energy import T1', '1-0:1.8.1.255'],
    ['active energy import rate 2', '1-0:1.8.2.255'],
    ['gerilim l3', '1-0:72.7.0.255'],
    ['A相电压', '1-0:32.7.0.255'],
    ['32.7', '1-0:32.7.0.255'],
    ['FREQUENCY', '1-0:14.7.0.255'],
  ] as const) {
    it(`${obis} by "${query}"`, () => {
      should(searchObis(query, 5)[0]).have.property('obis', obis);
    });
  }

  for (const [query, di] of [
    ['（当前）正向有功总电能', '00010000'],
    ['forward active energy t1', '00010100'],
    ['forward active energy, rate 2', '00010200'],
    ['TOTAL_ACTIVE_IMPORT', '00010000'],
    ['0201', '02010100'],
    ['frekans', '02800002'],
  ] as const) {
    it(`${di} by "${query}"`, () => {
      should(searchDlt645(query, '2007', 5)[0]).have.property('di', di);
    });
  }
});
