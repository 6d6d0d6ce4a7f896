import 'should';
import { octetsFrom } from '../../nodes/shared/octets-input';
import { toHex } from '../../src/octets';

describe('octets that a message carries', () => {
  const octets: readonly (readonly [what: string, payload: unknown, hex: string])[] = [
    ['a Buffer', Buffer.from('6816', 'hex'), '6816'],
    ['no octets', Buffer.alloc(0), ''],
    ['hex text', '68aaBB16', '68aabb16'],
    ['hex text with spaces, commas, colons and 0x', ' 68 aa,BB:0x16\n', '68aabb16'],
    ['empty text', '', ''],
    ['an array of octets', [0x68, 0, 255], '6800ff'],
  ];
  for (const [what, payload, hex] of octets) {
    it(`are ${what}`, () => {
      toHex(octetsFrom(payload)).should.equal(hex);
    });
  }

  const others: readonly (readonly [what: string, payload: unknown])[] = [
    ['half an octet', '681'],
    ['text that is no hex', '68 xx'],
    ['numbers above 255', [256]],
    ['negative numbers', [-1]],
    ['fractions', [1.5]],
    ['text in an array', ['68']],
    ['an array with holes', new Array(3)],
    ['an array of a billion elements', new Array(1e9)],
    ['an object with a length', { length: 1e9 }],
    ['a number', 5],
    ['nothing', undefined],
    ['null', null],
  ];
  for (const [what, payload] of others) {
    it(`are not ${what}`, () => {
      (() => octetsFrom(payload)).should.throw({ code: 'invalid-request' });
    });
  }
});
