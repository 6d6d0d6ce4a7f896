import 'should';
import { obisFromOctets, obisToOctets, parseObis } from '../../../src/dlms';
import { FrameError } from '../../../src/octets';

describe('an OBIS code', () => {
  it('is written A-B:C.D.E.F', () => {
    obisFromOctets(Uint8Array.of(1, 0, 1, 8, 0, 255)).should.equal('1-0:1.8.0.255');
  });

  it('is read in the forms that people write', () => {
    for (const text of ['1-0:1.8.0.255', '1-0:1.8.0*255', '1-0:1.8.0', ' 1.0.1.8.0.255 ']) {
      parseObis(text).should.equal('1-0:1.8.0.255');
    }
  });

  it('is refused where a group is missing, no number or above 255', () => {
    for (const text of ['1-0:1.8', '1-0:1.8.x.255', '1-0:1.8.0.256', '', '1-0:1.8.0.255.1']) {
      (() => obisToOctets(text)).should.throw(SyntaxError);
    }
  });

  it('has six octets', () => {
    (() => obisFromOctets(Uint8Array.of(1, 0, 1, 8, 0))).should.throw(FrameError, {
      code: 'truncated',
    });
  });
});
