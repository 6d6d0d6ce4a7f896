import 'should';
import should from 'should';
import {
  decodeData,
  entriesByList,
  entriesByOwnList,
  selfDescribedEntries,
} from '../../../../src/dlms';
import { fromHex } from '../../../../src/octets';

const NAME = '0906' + '0100010800ff';
const VALUE = '0600000005';
const FIVE = { type: 'double-long-unsigned', value: 5 };
const IMPORT = '1-0:1.8.0.255';

describe('a push says what its values belong to', () => {
  it('by structures of name and value', () => {
    selfDescribedEntries(decodeData(fromHex(`01010202${NAME}${VALUE}`)))?.should.deepEqual([
      { obis: IMPORT, data: FIVE },
    ]);
  });

  it('by structures of name, value and scaler_unit', () => {
    const push = decodeData(fromHex(`01010203${NAME}${VALUE}02020ffe161e`));
    selfDescribedEntries(push)?.should.deepEqual([
      { obis: IMPORT, data: FIVE, scaler: -2, unit: 30 },
    ]);
  });

  it('by structures of class, name, attribute and value', () => {
    const push = decodeData(fromHex(`01010204120003${NAME}0f02${VALUE}`));
    selfDescribedEntries(push)?.should.deepEqual([
      { classId: 3, obis: IMPORT, attribute: 2, data: FIVE },
    ]);
  });

  it('by names and values in turn, behind the name of the list', () => {
    const push = decodeData(fromHex(`02030a0141${NAME}${VALUE}`));
    selfDescribedEntries(push)?.should.deepEqual([{ obis: IMPORT, data: FIVE }]);
  });

  it('by the push object list as its first element', () => {
    const own = '020412002809060000190900ff0f02120000';
    const energy = `0204120003${NAME}0f02120000`;
    const push = decodeData(fromHex(`02020102${own}${energy}${VALUE}`));
    entriesByOwnList(push)?.at(1)?.should.deepEqual({
      classId: 3,
      obis: IMPORT,
      attribute: 2,
      data: FIVE,
    });
  });

  it('by a list from elsewhere, which has as many objects', () => {
    const list = [{ classId: 3, obis: IMPORT, attribute: 2, dataIndex: 1 }];
    entriesByList(decodeData(fromHex(`0201${VALUE}`)), list)?.should.deepEqual([
      { classId: 3, obis: IMPORT, attribute: 2, dataIndex: 1, data: FIVE },
    ]);
    should(entriesByList(decodeData(fromHex(`0202${VALUE}00`)), list)).be.undefined();
  });

  it('or not at all', () => {
    for (const hex of ['0905' + '0102030405', '0200', `0202${VALUE}${VALUE}`, `01010201${NAME}`]) {
      should(selfDescribedEntries(decodeData(fromHex(hex)))).be.undefined();
    }
  });
});
