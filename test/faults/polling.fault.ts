import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayWithMeters } from '../e2e/gateway-with-meters';
import { shiftBySilentMeter } from '../src/polling/silent-meter';
import { processorTimeOf } from './processor-time';
import { shouldBeAtLeast, shouldBeAtMost } from './report';

const MINUTE = 60_000;
/** Of one core, also beside other work; 30 were seen. */
const MOST_PERCENT = 60;

describe('polling', () => {
  it('one silent meter among 1,000 changes no other poll', async () => {
    const shift = await shiftBySilentMeter({ meters: 1_000, interval: 4_000, cycles: 3 });
    const test = 'most ms by which one silent meter of 1,000 changes another poll';
    shouldBeAtMost({ test, figure: Math.round(shift * 10) / 10, limit: 50 });
  });

  describe('5,000 meters a minute with the Gateway example', () => {
    const METERS = 5_000;
    let gateway: GatewayWithMeters;

    before(async function () {
      if (platform() !== 'linux') this.skip();
      gateway = await GatewayWithMeters.start({ nodeRed: '5.0', meters: METERS, interval: MINUTE });
      await gateway.toldOfAll('telemetry');
    });
    after(() => gateway?.stop());

    it('costs a small part of one processor core', async () => {
      const { pid = 0 } = gateway.red.program;
      await sleep(MINUTE);
      const [before, told] = [processorTimeOf(pid), gateway.told];
      await sleep(MINUTE);
      const share = (processorTimeOf(pid) - before) / (MINUTE / 1_000);
      const readings = gateway.topics('telemetry', told).length;
      shouldBeAtLeast({
        test: 'L9 readings of 5,000 meters in a minute',
        figure: readings,
        limit: 6 * METERS * 0.95,
      });
      shouldBeAtMost({
        test: 'L9 % of a core',
        figure: Math.round(share * 1_000) / 10,
        limit: MOST_PERCENT,
      });
    });
  });
});
