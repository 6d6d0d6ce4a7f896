import 'should';
import { decodeApdu } from '../../../src/dlms';
import { decipherWith } from '../../../src/dlms/security';
import { FrameError, fromHex } from '../../../src/octets';

describe('an association', () => {
  it('that is refused says why by name, beside the number', () => {
    decodeApdu(fromHex('6117a109060760857405080101a203020101a305a10302010d')).should.containDeep({
      result: 'rejected-permanent',
      diagnosticSource: 'user',
      diagnostic: 13,
      diagnosticName: 'authentication-failure',
    });
    decodeApdu(fromHex('6117a109060760857405080101a203020102a305a203020102')).should.containDeep({
      result: 'rejected-transient',
      diagnosticSource: 'provider',
      diagnosticName: 'no-common-acse-version',
    });
  });

  it('that is refused by the meter may say so in a ConfirmedServiceError', () => {
    const aare = fromHex('611fa109060760857405080101a203020101a305a103020101be0604040e010602');
    decodeApdu(aare).should.containDeep({
      confirmedServiceError: { errorClass: 'initiate', error: 'incompatible-conformance' },
    });
  });

  it('needs a result and an application context', () => {
    for (const hex of ['610ba109060760857405080101', '6107a305a103020100', '6000']) {
      (() => decodeApdu(fromHex(hex))).should.throw(FrameError, { code: 'tag' });
    }
  });

  it('takes the conformance block with the one-octet tag of old implementations', () => {
    const aarq = fromHex('601ca109060760857405080101be0f040d01000000065f0400001e1dffff');
    decodeApdu(aarq).should.containDeep({ initiateRequest: { maxPduSize: 65535 } });
  });

  it('with an unknown context or mechanism is read all the same', () => {
    decodeApdu(fromHex('6014a109060760857405080109' + '8b0760857405080263')).should.containDeep({
      applicationContext: 'unknown-9',
      mechanism: 'unknown-99',
    });
  });
});

describe('a ciphered InitiateRequest', () => {
  const aarq = fromHex(
    '6066a109060760857405080103a60a04084d4d4d0000bc614e8a0207808b0760857405080205ac0a80084b35366956616759be34043221303001234567801302ff8a7874133d414ced25b42534d28db0047720606b175bd52211be6841db204d39ee6fdb8e356855',
  );
  const ciphering = { service: 'glo-initiate-request', securityControl: 0x30 };

  it('is told as far as it can be read without keys', () => {
    const apdu = decodeApdu(aarq);
    apdu.should.containDeep({ ciphering }).and.not.have.key('initiateRequest');
  });

  it('is opened with the system title in the same AARQ', () => {
    const decipher = decipherWith({
      encryptionKey: fromHex('000102030405060708090a0b0c0d0e0f'),
      authenticationKey: fromHex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
    });
    decodeApdu(aarq, { decipher }).should.containDeep({
      ciphering,
      initiateRequest: { dedicatedKey: '00112233445566778899aabbccddeeff', maxPduSize: 1200 },
    });
  });
});

describe('a ciphered APDU', () => {
  it('is not opened within itself more than three times', () => {
    const envelope = fromHex('c80a3000000001' + 'c400000000');
    const decipher = () => envelope;
    (() => decodeApdu(envelope, { decipher })).should.throw(FrameError, { code: 'depth' });
  });
});
