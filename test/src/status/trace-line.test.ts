import 'should';
import { fromHex } from '../../../src/octets';
import { traceLine } from '../../../src/status';

const sent = (hex: string) => traceLine('out', fromHex(hex));

describe('a line of a trace', () => {
  it('shows what a meter says as it is, and cuts what is long', () => {
    traceLine('in', fromHex('68aaaa16')).should.equal('received 68aaaa16');
    const long = traceLine('in', new Uint8Array(600));
    long.should.equal(`received ${'00'.repeat(512)}… (600 octets)`);
  });

  it('shows a read octet by octet, and says what it reads', () => {
    sent('c001c100030100010800ff0200').should.equal(
      'sent GET 3/1-0:1.8.0.255/2: c001c100030100010800ff0200',
    );
  });

  it('names a write to a DL/T 645 meter without its password', () => {
    const line = sent('68341200000000681410343433373589674544556677394844590a16');
    line.should.match(/^sent function 14H .*: 28 octets, not shown$/);
  });

  it('names an association without its password', () => {
    sent(
      '6036a1090607608574050801018a0207808b0760857405080201ac0a80083132333435363738be10040e01000000065f1f0400001e1f04b0',
    ).should.match(/aarq: \d+ octets, not shown$/);
  });

  it('names what is ciphered, and nothing of it', () => {
    sent('c80830000000010000000000000000000000').should.match(/ciphered.*octets, not shown$/);
  });
});
