import 'should';
import { answersAddress, encodeRequest, isBroadcast, isWildcard } from '../../../src/dlt645';
import { toHex } from '../../../src/octets';

const read = (address: string) => encodeRequest({ type: 'read', address, di: '00010000' });

describe('a meter address', () => {
  it('goes out lowest digits first', () => {
    toHex(read('123456789012')).slice(2, 14).should.equal('129078563412');
  });

  it('is padded with zeros in the high digits', () => {
    toHex(read('1234')).slice(2, 14).should.equal('341200000000');
  });

  it('may have wildcards for its high pairs only', () => {
    toHex(read('AAAAAAAA1234')).slice(2, 14).should.equal('3412aaaaaaaa');
    (() => read('1234AAAAAAAA')).should.throw(/no meter address/);
    (() => read('12345678901G')).should.throw(/no meter address/);
    (() => read('1234567890123')).should.throw(/no meter address/);
  });

  it('is a wildcard or a broadcast by its pattern', () => {
    isWildcard('AAAAAAAA1234').should.be.true();
    isWildcard('001234567890').should.be.false();
    isBroadcast('999999999999').should.be.true();
    isBroadcast('999999999998').should.be.false();
  });

  it('is answered by the meter itself, by one that the wildcard covers, or by an echo', () => {
    answersAddress('000000001234', '000000001234').should.be.true();
    answersAddress('000000001234', '000000001235').should.be.false();
    answersAddress('AAAAAAAA1234', '567856781234').should.be.true();
    answersAddress('AAAAAAAA1234', '567856781235').should.be.false();
    answersAddress('AAAAAAAAAAAA', 'AAAAAAAAAAAA').should.be.true();
    answersAddress('AAAAAAAAAAAA', '000000001234').should.be.true();
    answersAddress('999999999999', '000000001234').should.be.true();
  });
});
