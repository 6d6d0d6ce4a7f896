import 'should';
import { halfOpenLink } from './half-open-link';

/** Where there are no network namespaces, nothing can vanish. */
describe('a link whose meter has vanished', () => {
  it('is closed at the idle limit although the meter is polled, and the meter is offline once', async function () {
    const report = await halfOpenLink(2_500);
    if (report === undefined) return this.skip();
    const { closedAfter, sent, story } = report;
    closedAfter.should.be.within(2_400, 3_500);
    sent.should.be.above(0);
    const life = ['online', 'meter_connected', 'unknown', 'offline', 'meter_disconnected'];
    story.should.eql(life);
  }).timeout(30_000);
});
