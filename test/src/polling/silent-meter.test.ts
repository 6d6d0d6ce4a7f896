import 'should';
import { shiftBySilentMeter } from './silent-meter';

describe('one silent meter among 200', () => {
  it('changes no other poll', async () => {
    const shift = await shiftBySilentMeter({ meters: 200, interval: 1_000, cycles: 2 });
    shift.should.be.below(50);
  }).timeout(60_000);
});
