import 'should';
import { until } from './caller';
import { endLines, line } from './line';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';

/** Whole frames, at least so many octets. */
function frames(octets: number): Buffer {
  return Buffer.from(HEARTBEAT.repeat(Math.ceil(octets / 26)), 'hex');
}

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
    meter.socket.write(frames(flood));
    while (link.bytesReceived < flood) await new Promise((resolve) => setImmediate(resolve));
    clearInterval(turns);
    longest.should.be.below(1_000);
  });

  it('is read on where it is not held, and not where it is', async () => {
    const { link, meter } = await line({ idleTimeout: 60_000 });
    const half = 256 * 1024;
    meter.socket.write(frames(half));
    while (link.bytesReceived < half) await new Promise((resolve) => setImmediate(resolve));
    link.pause();
    const received = link.bytesReceived;
    meter.socket.write(frames(half));
    await new Promise((resolve) => setTimeout(resolve, 50));
    link.bytesReceived.should.be.below(received + half);
    link.resume();
    while (link.bytesReceived < 2 * half) await new Promise((resolve) => setImmediate(resolve));
  });

  it('with what is no frame is closed, and not for noise that a line may bring', async () => {
    const { link, meter } = await line({ idleTimeout: 60_000 });
    const noise = new Uint8Array(28 * 1024).fill(0xff);
    meter.socket.write(noise);
    while (link.bytesReceived < noise.length) await new Promise((resolve) => setImmediate(resolve));
    link.isClosed.should.be.false();
    let reason = '';
    link.on('closed', (why) => {
      reason = why;
    });
    meter.socket.write(noise);
    await until(() => reason === 'noise');
  });
});
