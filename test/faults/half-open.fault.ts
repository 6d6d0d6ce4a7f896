import { halfOpenLink } from '../src/gateway/half-open-link';
import { shouldBeAtMost } from './report';

const IDLE = 10_000;

/** Where there are no network namespaces, nothing can vanish. */
describe('a link whose meter has vanished', () => {
  it('is closed at the idle limit although the meter is polled each second', async function () {
    const report = await halfOpenLink(IDLE);
    if (report === undefined) return this.skip();
    const { closedAfter, story } = report;
    shouldBeAtMost({
      test: 'R09 ms from the idle limit to the end of the link',
      figure: Math.round(Math.abs(closedAfter - IDLE)),
      limit: 1_000,
    });
    const offline = story.filter((event) => event === 'offline').length;
    shouldBeAtMost({ test: 'R09 times told offline beyond one', figure: offline - 1, limit: 0 });
  });
});
