import 'should';
import { endLines, line } from './line';

describe('a link that is flooded', () => {
  afterEach(endLines);

  it('leaves the others their turn', async () => {
    const { link, meter } = await line({ idleTimeout: 60_000 });
    const flood = 8 * 1024 * 1024;
    let longest = 0;
    let before = performance.now();
    const turns = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }, 1);
    meter.socket.write(new Uint8Array(flood));
    while (link.bytesReceived < flood) await new Promise((resolve) => setImmediate(resolve));
    clearInterval(turns);
    longest.should.be.below(1_000);
  });

  it('is read on where it is not held, and not where it is', async () => {
    const { link, meter } = await line({ idleTimeout: 60_000 });
    const half = 256 * 1024;
    meter.socket.write(new Uint8Array(half));
    while (link.bytesReceived < half) await new Promise((resolve) => setImmediate(resolve));
    link.pause();
    const received = link.bytesReceived;
    meter.socket.write(new Uint8Array(half));
    await new Promise((resolve) => setTimeout(resolve, 50));
    link.bytesReceived.should.be.below(received + half);
    link.resume();
    while (link.bytesReceived < 2 * half) await new Promise((resolve) => setImmediate(resolve));
  });
});
