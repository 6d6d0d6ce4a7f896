import 'should';
import { newFolder, open, tidyUp } from './folder';

const METERS = 100_000;

describe('a store of 100,000 meters', () => {
  afterEach(tidyUp);

  it('is open within 3 seconds', async () => {
    const folder = await newFolder();
    const first = await open(folder);
    const memory = new Map([['scale:1-0:12.7.0.255', { scaler: -2, unit: 35, assumed: false }]]);
    for (let index = 0; index < METERS; index++) {
      const id = String(index).padStart(12, '0');
      const status = { state: 'online', epoch: index, lastSeen: index } as const;
      first.meters.remember({ id, address: id, protocol: 'dlms', ...status, memory });
    }
    await first.close();
    const started = performance.now();
    const store = await open(folder);
    const duration = performance.now() - started;
    store.meters.size.should.equal(METERS);
    duration.should.be.below(3_000);
  }).timeout(60_000);
});
