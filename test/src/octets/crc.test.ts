import 'should';
import { crc16X25 } from '../../../src/octets';

describe('CRC-16/X-25', () => {
  it('has the published check value', () => {
    crc16X25(Buffer.from('123456789', 'latin1')).should.equal(0x906e);
  });

  it('covers only the range it is given', () => {
    crc16X25(Buffer.from('--123456789--', 'latin1'), 2, 11).should.equal(0x906e);
  });
});
