import { shiftBySilentMeter } from '../src/polling/silent-meter';
import { shouldBeAtMost } from './report';

describe('polling', () => {
  it('one silent meter among 1,000 changes no other poll', async () => {
    const shift = await shiftBySilentMeter({ meters: 1_000, interval: 4_000, cycles: 3 });
    const test = 'most ms by which one silent meter of 1,000 changes another poll';
    shouldBeAtMost({ test, figure: Math.round(shift * 10) / 10, limit: 50 });
  });
});
