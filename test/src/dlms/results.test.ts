import 'should';
import { decodeApdu } from '../../../src/dlms';
import { fromHex } from '../../../src/octets';

/** data-access-result, IEC 62056-5-3, 9.5. */
const REFUSALS = {
  '01': 'hardware-fault',
  '02': 'temporary-failure',
  '03': 'read-write-denied',
  '04': 'object-undefined',
  '09': 'object-class-inconsistent',
  '0b': 'object-unavailable',
  '0c': 'type-unmatched',
  '0d': 'scope-of-access-violated',
  '0e': 'data-block-unavailable',
  '0f': 'long-get-aborted',
  '10': 'no-long-get-in-progress',
  '11': 'long-set-aborted',
  '12': 'no-long-set-in-progress',
  '13': 'data-block-number-invalid',
  fa: 'other-reason',
};

describe('what a DLMS meter answers instead of a value', () => {
  for (const [octet, name] of Object.entries(REFUSALS)) {
    it(`${octet}H is ${name}`, () => {
      decodeApdu(fromHex(`c401c101${octet}`)).should.containEql({ error: name });
    });
  }

  it('an ACTION.response says by a choice octet whether data or a refusal comes behind its result', () => {
    const action = (hex: string) => decodeApdu(fromHex(`c701c1${hex}`));
    action('0000').should.containEql({ result: 'success' }).and.not.have.property('data');
    action('00010009020102').should.containDeep({ data: { type: 'octet-string', value: '0102' } });
    action('0001010b').should.containEql({ result: 'success', error: 'object-unavailable' });
    action('0300').should.containEql({ result: 'read-write-denied' });
  });

  it('an ExceptionResponse has three octets, seven with an invocation counter', () => {
    decodeApdu(fromHex('d80101')).should.containEql({ serviceError: 'operation-not-possible' });
    decodeApdu(fromHex('d8010600000005')).should.containEql({
      ...{ serviceError: 'invocation-counter-error', invocationCounter: 5 },
    });
  });
});
