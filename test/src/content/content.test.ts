import 'should';
import { contentOfOctets } from '../../../src/content';

/** Octets, and what they are judged to be. All frames are literal. */
const JUDGED: readonly (readonly [rule: string, hex: string, effect: string, what: RegExp])[] = [
  ['nothing at all', '', 'read', /nothing/],
  ['an acknowledgement of any octets', '0a02', 'read', /no frame/],
  ['a single ACK', '06', 'read', /no frame/],
  ['11H', frame('11', '33333433'), 'read', /function 11H 00010000/],
  ['13H', '68aaaaaaaaaaaa681300df16', 'read', /function 13H/],
  ['1CH', frame('1c', '35896745333333334d33 8c8c56496353'), 'act', /function 1CH N1=1AH N2=00H/],
  ['1DH', frame('1d', '33'), 'act', /function 1DH/],
  ['14H', frame('14', '34343337353333333333333345'), 'write', /function 14H 04000101/],
  ['08H', frame('08', '8c8c56496353', '999999999999'), 'write', /function 08H/],
  ['16H', frame('16', 'cccccccc'), 'write', /function 16H/],
  ['15H', frame('15', '454533333333', 'aaaaaaaaaaaa'), 'forbidden', /function 15H/],
  ['17H', frame('17', '3b'), 'forbidden', /function 17H/],
  ['18H', frame('18', '343f333737333333333333333333'), 'forbidden', /function 18H/],
  ['19H', frame('19', '3733333333333333'), 'forbidden', /function 19H/],
  ['1AH', frame('1a', '3533333333333333'), 'forbidden', /function 1AH/],
  ['1BH', frame('1b', '3533333333333333ffffffff'), 'forbidden', /function 1BH/],
  ["a maker's function", frame('1e', ''), 'forbidden', /function 1EH/],
  ['1997: read again', frame('03', ''), 'read', /function 03H/],
  ['the security module', frame('03', '34333a'), 'write', /function 03H/],
  ['1997: clear demand', frame('10', '33333333'), 'forbidden', /function 10H/],
  [
    '1CH to everybody',
    '689999999999996 81c00821 6'.replaceAll(' ', ''),
    'forbidden',
    /more than one/,
  ],
  ["a meter's answer", frame('9c', ''), 'read', /answer/],

  ['GET', wrapped('c001c100030100010800ff0200'), 'read', /GET 3\/1-0:1.8.0.255\/2/],
  ['GET of disconnect control', wrapped('c001c100460000600 30aff0200'), 'read', /GET 70/],
  ['GET, bare', 'c001c100030100010800ff0200', 'read', /GET 3/],
  [
    'AARQ',
    wrapped('601da109060760857405080101be10040e01000000065f1f0400001e1dffff'),
    'read',
    /aarq/,
  ],
  ['RLRQ', wrapped('6203800100'), 'read', /rlrq/],
  [
    'SET of a clock',
    wrapped('c101c100080000010000ff0200 1105'),
    'write',
    /SET 8\/0-0:1.0.0.255\/2/,
  ],
  ['ACTION of a clock', wrapped('c301c100080000010000ff06 010f00'), 'write', /ACTION 8\/.*\/6/],
  [
    'ACTION of an association',
    wrapped('c301c1000f0000280000ff01 010f00'),
    'forbidden',
    /ACTION 15/,
  ],
  [
    'ACTION of image transfer',
    wrapped('c301c1001200002c0000ff04 010f00'),
    'forbidden',
    /ACTION 18/,
  ],
  [
    'ACTION of security setup',
    wrapped('c301c1004000002b0000ff01 010f00'),
    'forbidden',
    /ACTION 64/,
  ],
  ['a ciphered ACTION', wrapped('cb0f30000000010102030405060708090a'), 'forbidden', /ciphered/],
  ['a later block of a SET', wrapped('c103c1 01 00000002 02 0000'), 'forbidden', /later block/],
  ['an APDU in pieces', wrapped('e0c100010000 0cc301c1 000f0000280000ff'), 'forbidden', /./],
  ['WRITE by short name', wrapped('060102fa00010f00'), 'act', /short name/],
  ['READ by short name', wrapped('050102fa00'), 'read', /short name/],
  ['a malformed ACTION', wrapped('c301c1004600006003'), 'forbidden', /malformed/],
  ['a malformed ACTION, bare', 'c301c1004600006003', 'forbidden', /malformed/],
  ['a wrapper around nothing known', wrapped('00010203'), 'read', /no frame/],
];

describe('what octets would do to a meter', () => {
  for (const [rule, hex, effect, what] of JUDGED) {
    it(`${rule}: ${effect}`, () => {
      const content = contentOfOctets(octets(hex));
      content.effect.should.equal(effect, content.what);
      content.what.should.match(what);
    });
  }

  for (const classId of [9, 10, 20, 21, 22, 68, 70, 71]) {
    const id = classId.toString(16).padStart(4, '0');
    it(`SET and ACTION of class ${classId} act`, () => {
      for (const apdu of [`c101c1${id}0000600a0aff02000300`, `c301c1${id}0000600a0aff01010f00`]) {
        contentOfOctets(octets(wrapped(apdu))).effect.should.equal('act');
      }
    });
  }

  it('lists of attributes are as grave as the gravest', () => {
    const list = 'c104c102 00030100010800ff0200 004600006003 0aff0300 02 1105 1601';
    const content = contentOfOctets(octets(wrapped(list)));
    content.should.have.properties({
      effect: 'act',
      what: 'SET 3/1-0:1.8.0.255/2, SET 70/0-0:96.3.10.255/3',
    });
  });

  it('several frames are as grave as the gravest', () => {
    const read = frame('11', '33333433');
    contentOfOctets(octets(read + frame('1d', '33'))).effect.should.equal('act');
  });

  it('a frame inside another one counts', () => {
    const trip = frame('1c', '35896745333333334d338c8c56496353');
    const length = (trip.length / 2).toString(16).padStart(2, '0');
    const get = `c001c100070100630100ff0201 02 09${length}${trip}`;
    contentOfOctets(octets(wrapped(get))).effect.should.equal('act');
  });

  it('what a gateway may list is named', () => {
    contentOfOctets(octets(frame('17', '3b'))).should.have.properties({
      exception: { kind: 'function', number: 0x17 },
      address: '000000001234',
    });
    contentOfOctets(octets('c301c100120000 2c0000ff04010f00')).should.have.properties({
      exception: { kind: 'class', number: 18 },
    });
  });

  it('of passwords nothing is told', () => {
    contentOfOctets(octets(frame('1a', '3589674533333333'))).what.should.equal('function 1AH');
  });
});

/** A DL/T 645 frame; address and data as sent. */
function frame(control: string, data: string, address = '341200000000'): string {
  const plain = data.replace(/\s/g, '');
  const body = `68${address}68${control}${(plain.length / 2).toString(16).padStart(2, '0')}${plain}`;
  const sum = octets(body).reduce((total, octet) => total + octet, 0) & 0xff;
  return `${body}${sum.toString(16).padStart(2, '0')}16`;
}

function wrapped(apdu: string): string {
  const plain = apdu.replace(/\s/g, '');
  return `000100010001${(plain.length / 2).toString(16).padStart(4, '0')}${plain}`;
}

function octets(hex: string): Uint8Array {
  return Buffer.from(hex.replace(/\s/g, ''), 'hex');
}
