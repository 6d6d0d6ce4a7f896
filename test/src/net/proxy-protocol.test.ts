import fc from 'fast-check';
import should from 'should';
import { parseProxyHeader } from '../../../src/net/proxy-protocol';
import { crc32c } from '../../../src/net/proxy-protocol/crc32c';
import { FrameError } from '../../../src/octets';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
const IPV4 = 'cb0071070a0000019c4122c3';
const IPV6 = '20010db800000000000000000000000720010db80000000000000000000000019c4122c3';
const MAPPED = '00000000000000000000ffffcb00710720010db80000000000000000000000019c4122c3';
const CLIENT = { address: '203.0.113.7', port: 40001 };
const CLIENT6 = { address: '2001:db8::7', port: 40001 };

function line(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function binary(rest: string): Buffer {
  return Buffer.from(SIGNATURE + rest.replaceAll(' ', ''), 'hex');
}

const SOUND: readonly (readonly [string, Buffer, object | undefined])[] = [
  ['v1, IPv4', line('PROXY TCP4 203.0.113.7 10.0.0.1 40001 8899\r\n'), CLIENT],
  [
    'v1, IPv6 in any spelling',
    line('PROXY TCP6 2001:0DB8:0:0::7 2001:db8::1 40001 8899\r\n'),
    CLIENT6,
  ],
  ['v1, unknown', line('PROXY UNKNOWN\r\n'), undefined],
  ['v1, unknown with addresses', line('PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n'), undefined],
  ['v2, IPv4', binary(`2111000c ${IPV4}`), CLIENT],
  ['v2, IPv6', binary(`21210024 ${IPV6}`), CLIENT6],
  ['v2, IPv4 in the form of IPv6', binary(`21210024 ${MAPPED}`), CLIENT],
  ['v2 with extensions', binary(`21110015 ${IPV4} 040001 00 050002 6162`), CLIENT],
  ['v2 with a right check sum', binary(`21110018 ${IPV4} 030004 daadd49b 050002 6162`), CLIENT],
  ['v2, the balancer’s own', binary('20000000'), undefined],
  ['v2, the balancer’s own with octets of no meaning', binary('20110005 ffffffffff'), undefined],
  ['v2, unspecified', binary('21000003 ffffff'), undefined],
  ['v2, a local socket', binary(`213100d8 ${'00'.repeat(216)}`), undefined],
];

const UNSOUND: readonly (readonly [string, Buffer, string])[] = [
  ['another beginning', line('GET / HTTP/1.1\r\n'), 'start'],
  ['a wrapper frame', Buffer.from('0001000100010012', 'hex'), 'start'],
  ['a TLS handshake', Buffer.from('160301', 'hex'), 'start'],
  ['lower case', line('proxy TCP4 1.2.3.4 1.2.3.5 1 2\r\n'), 'start'],
  ['another family', line('PROXY UDP4 1.2.3.4 1.2.3.5 1 2\r\n'), 'tag'],
  ['an address of another family', line('PROXY TCP4 ::1 1.2.3.5 1 2\r\n'), 'range'],
  ['an address with an interface', line('PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n'), 'range'],
  ['leading zeros', line('PROXY TCP4 1.2.3.04 1.2.3.5 1 2\r\n'), 'range'],
  ['a port too large', line('PROXY TCP4 1.2.3.4 1.2.3.5 65536 2\r\n'), 'range'],
  ['a port with a zero in front', line('PROXY TCP4 1.2.3.4 1.2.3.5 01 2\r\n'), 'range'],
  ['a word too many', line('PROXY TCP4 1.2.3.4 1.2.3.5 1 2 3\r\n'), 'range'],
  ['a word too few', line('PROXY TCP4 1.2.3.4 1.2.3.5 1\r\n'), 'range'],
  ['two spaces', line('PROXY TCP4  1.2.3.4 1.2.3.5 1 2\r\n'), 'range'],
  ['no CR', line('PROXY TCP4 1.2.3.4 1.2.3.5 1 2\n'), 'end'],
  ['no end', line(`PROXY UNKNOWN ${'a'.repeat(93)}`), 'length'],
  ['version 3', binary('31'), 'tag'],
  ['an unknown command', binary('22'), 'tag'],
  ['an unknown family', binary(`2141000c ${IPV4}`), 'tag'],
  ['an unknown transport', binary(`2113000c ${IPV4}`), 'tag'],
  ['more than balancers send', binary('21110ff1'), 'length'],
  ['too few octets for its addresses', binary('2111000b cb0071070a0000019c4122'), 'truncated'],
  ['an extension longer than the header', binary(`21110010 ${IPV4} 05000261`), 'truncated'],
  ['a wrong check sum', binary(`21110018 ${IPV4} 030004 daadd49c 050002 6162`), 'checksum'],
  ['a check sum of two octets', binary(`21110011 ${IPV4} 030002 daad`), 'checksum'],
];

describe('a PROXY header', () => {
  for (const [what, octets, source] of SOUND) {
    it(`of ${what} tells the client, however it is split`, () => {
      for (let end = 0; end < octets.length; end++) {
        (parseProxyHeader(octets.subarray(0, end)) === undefined).should.be.true(`${end}`);
      }
      const whole = { length: octets.length, source };
      should(parseProxyHeader(octets)).deepEqual(whole);
      const followed = Buffer.concat([octets, Buffer.from('0001000d0a', 'hex')]);
      should(parseProxyHeader(followed)).deepEqual(whole);
    });
  }

  for (const [what, octets, code] of UNSOUND) {
    it(`with ${what} is refused as ${code}`, () => {
      (() => parseProxyHeader(octets)).should.throw(FrameError, { code });
    });
  }

  it('of up to 4096 octets is taken', () => {
    const value = '61'.repeat(0xff0 - 12 - 3);
    const octets = binary(`21110ff0 ${IPV4} 05 0fe1 ${value}`);
    octets.length.should.equal(4096);
    parseProxyHeader(octets)?.length.should.equal(4096);
  });

  it('of any octets gives a header, nothing yet, or a FrameError', () => {
    const any = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(
        any,
        fc.constantFrom('', 'PROXY ', 'PROXY TCP4 ', '\r\n\r\n\0\r\nQUIT\n'),
        (rest, head) => {
          try {
            parseProxyHeader(Buffer.concat([line(head), rest]));
          } catch (error) {
            (error instanceof FrameError).should.be.true(String(error));
          }
        },
      ),
    );
  });

  it('is checked by the CRC-32C of the standards', () => {
    crc32c(Buffer.from('123456789')).should.equal(0xe3069283);
  });
});
