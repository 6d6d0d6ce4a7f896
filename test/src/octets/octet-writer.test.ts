import should from 'should';
import { OctetWriter } from '../../../src/octets';

describe('OctetWriter', () => {
  it('refuses what is no whole number, and what does not fit', () => {
    for (const value of [
      Number.NaN,
      1.5,
      undefined as unknown as number,
      '7' as unknown as number,
    ]) {
      should(() => new OctetWriter().u8(value)).throw(RangeError);
      should(() => new OctetWriter().i16(value)).throw(RangeError);
      should(() => new OctetWriter().u32(value)).throw(RangeError);
    }
    should(() => new OctetWriter().u8(256)).throw(RangeError);
    should(() => new OctetWriter().i8(-129)).throw(RangeError);
  });
});
