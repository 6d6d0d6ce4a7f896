import 'should';
import should from 'should';
import { captureObjectsOf, decodeData, objectListOf } from '../../../../src/dlms';
import { fromHex } from '../../../../src/octets';

describe('an object list', () => {
  const CLOCK = '020412000811000906' + '0000010000ff';

  it('says attributes, selectors and methods', () => {
    const rights = '02020101' + '02030f02160101020f010f02' + '010102020f010301';
    objectListOf(decodeData(fromHex(`0101${CLOCK}${rights}`)))?.should.deepEqual([
      {
        classId: 8,
        version: 0,
        obis: '0-0:1.0.0.255',
        attributes: [{ id: 2, access: 1, selectors: [1, 2] }],
        methods: [{ id: 1, access: 1 }],
      },
    ]);
  });

  it('leaves out an element that is malformed', () => {
    const objects = objectListOf(decodeData(fromHex(`010202031100110000${CLOCK}020201000100`)));
    objects?.map(({ obis }) => obis).should.deepEqual(['0-0:1.0.0.255']);
  });

  it('may be empty, and is an array', () => {
    objectListOf({ type: 'array', value: [] })?.should.deepEqual([]);
    should(objectListOf({ type: 'unsigned', value: 1 })).be.undefined();
  });
});

describe('capture objects', () => {
  it('may have elements of newer versions behind them', () => {
    const object = '020512000309060100010800ff0f0212000000';
    captureObjectsOf(decodeData(fromHex(`0101${object}`)))?.should.deepEqual([
      { classId: 3, obis: '1-0:1.8.0.255', attribute: 2, dataIndex: 0 },
    ]);
  });

  it('are none where one of them is none', () => {
    should(captureObjectsOf(decodeData(fromHex('01011101')))).be.undefined();
  });
});
