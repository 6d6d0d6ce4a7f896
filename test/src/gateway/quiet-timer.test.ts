import 'should';
import { setTimeout as sleep } from 'node:timers/promises';
import { QuietTimer } from '../../../src/gateway/quiet-timer';
import { until } from '../link/caller';

describe('the quiet timer', () => {
  it('acts again and again while it is wanted, one time after another', async () => {
    let isWanted = true;
    let acting = 0;
    let acts = 0;
    const timer = new QuietTimer(
      10,
      async () => {
        acting++;
        acting.should.equal(1);
        timer.restart();
        await sleep(30);
        acting--;
        acts++;
      },
      () => isWanted,
    );
    await until(() => acts === 3);
    isWanted = false;
    await sleep(60);
    acts.should.equal(3);
    timer.close();
  });

  it('begins anew with each sign of life', async () => {
    let acts = 0;
    const timer = new QuietTimer(
      100,
      async () => {
        acts++;
      },
      () => true,
    );
    for (let count = 0; count < 8; count++) {
      await sleep(20);
      timer.restart();
    }
    acts.should.equal(0);
    await until(() => acts === 1);
    timer.close();
  });

  it('does nothing once it is closed', async () => {
    let acts = 0;
    const timer = new QuietTimer(
      10,
      async () => {
        acts++;
      },
      () => true,
    );
    timer.close();
    await sleep(30);
    acts.should.equal(0);
  });
});
