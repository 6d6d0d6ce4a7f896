import 'should';
import { newFolder, open, tidyUp } from './folder';

const METERS = 100_000;
/** Ten times what an idle machine is given, in ms. */
const LIMIT = 30_000;

describe('a store of 100,000 meters', () => {
  afterEach(tidyUp);

  it('is open within 3 seconds, ten times that on a busy machine', async () => {
    const folder = await newFolder();
    const first = await open(folder);
    const scale = { scaler: -2, unit: 35, assumed: false };
    const memory = new Map([1, 2, 3, 4].map((c) => [`scale:1-0:${c}.8.0.255`, scale]));
    for (let index = 0; index < METERS; index++) {
      const id = String(index).padStart(12, '0');
      const status = { state: 'online', epoch: index, lastSeen: index } as const;
      first.meters.remember({ id, address: id, protocol: 'dlms', ...status }, memory);
    }
    await first.close();
    const started = performance.now();
    const store = await open(folder);
    const duration = performance.now() - started;
    store.meters.size.should.equal(METERS);
    duration.should.be.below(LIMIT);
  }).timeout(90_000);
});
