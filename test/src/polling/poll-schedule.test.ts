import 'should';
import { mock } from 'node:test';
import { Directory, type Meter } from '../../../src/link';
import { PollSchedule, type PollScheduleOptions } from '../../../src/polling/poll-schedule';
import { settle } from '../link/caller';
import { endLines, line } from '../link/line';

const INTERVAL = 10_000;

interface Poll {
  readonly id: string;
  readonly at: number;
  readonly what: string | undefined;
  done(): void;
}

describe('the poll schedule', () => {
  let directory: Directory;
  let schedule: PollSchedule<string>;
  let polls: Poll[];
  let clock: number;

  beforeEach(() => {
    directory = new Directory();
    polls = [];
    clock = 5_000_000;
    // Before anything starts a timer: a mocked clearTimeout does not clear a real one.
    mock.timers.enable({ apis: ['setTimeout'] });
  });

  afterEach(() => {
    schedule.close();
    endLines();
    directory.close();
    mock.timers.reset();
    mock.restoreAll();
  });

  const open = (options: Partial<PollScheduleOptions<string>> = {}): void => {
    mock.method(performance, 'now', () => clock);
    schedule = new PollSchedule(directory, {
      interval: INTERVAL,
      concurrency: 500,
      isMine: () => true,
      poll: record(() => true),
      ...options,
    });
  };

  /** Notes each poll; those that `isQuick` says are over at once, the others when the test says so. */
  const record =
    (isQuick: (meter: Meter) => boolean) =>
    ({ id, ...meter }: Meter, what: string | undefined): Promise<void> =>
      new Promise((resolve) => {
        polls.push({ id, at: clock, what, done: resolve });
        if (isQuick({ id, ...meter })) resolve();
      });

  const pass = async (time: number, step = 10): Promise<void> => {
    for (let passed = 0; passed < time; passed += step) {
      clock += step;
      mock.timers.tick(step);
      await settle(1);
    }
  };

  const meters = async (...ids: string[]) => {
    const { link } = await line({ idleTimeout: 1e9 });
    link.on('closed', () => directory.linkClosed(link));
    for (const id of ids) directory.identify(link, { id, protocol: 'dlt645' });
    return link;
  };

  const times = (id: string): number[] =>
    polls.filter((poll) => poll.id === id).map(({ at }) => at);

  it('polls soon after dial-in, then once an interval, always at the same moment of it', async () => {
    await meters('a');
    open();
    await pass(2_010);
    times('a').length.should.equal(1);
    await pass(65_000);
    const [, ...regular] = times('a');
    regular.length.should.be.within(5, 6);
    const moments = regular.map((at) => Math.round((at % INTERVAL) / 20));
    new Set(moments).size.should.equal(1);
    ((regular[0] as number) - (times('a')[0] as number)).should.be.aboveOrEqual(INTERVAL / 4);
  });

  it('spreads many meters evenly', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => String(index).padStart(12, '0'));
    await meters(...ids);
    open();
    await pass(2_010, 50);
    polls.length.should.equal(1_000);
    await pass(INTERVAL * 1.5, 50);
    polls.length = 0;
    await pass(INTERVAL, 50);
    polls.length.should.be.within(999, 1_001);
    const seconds = Array.from({ length: 10 }, () => 0);
    for (const { at } of polls) {
      const second = Math.floor((at % INTERVAL) / 1_000);
      seconds[second] = (seconds[second] ?? 0) + 1;
    }
    for (const count of seconds) count.should.be.within(65, 140);
  });

  it('of another interval polls each meter at its own moment of that, not all at once', async () => {
    open();
    const ids = Array.from({ length: 200 }, (_, index) => String(311_500_000_000 + index));
    await meters(...ids);
    await pass(INTERVAL, 100);
    schedule.setInterval(2 * INTERVAL);
    const changed = clock;
    await pass(25_000, 100);
    const first = ids.map((id) => times(id).find((at) => at > changed) ?? 0);
    const inQuarter = (quarter: number) =>
      first.filter((at) => Math.floor((at - changed) / 5_000) === quarter).length;
    for (const quarter of [1, 2, 3]) inQuarter(quarter).should.be.within(30, 70);
  });

  it('a poll that is not over is skipped and counted, never doubled', async () => {
    await meters('a');
    open({ poll: record(() => false) });
    await pass(45_000);
    polls.length.should.equal(1);
    schedule.skipped.should.be.within(3, 4);
    polls[0]?.done();
    await pass(INTERVAL);
    polls.length.should.equal(2);
  });

  it('one silent meter delays nobody', async () => {
    await meters('silent', 'a', 'b');
    open({ poll: record(({ id }) => id !== 'silent') });
    await pass(52_000);
    times('silent').length.should.equal(1);
    for (const id of ['a', 'b']) times(id).length.should.be.within(5, 6);
  });

  it('so many are polled at the same time and no more; the rest wait their turn', async () => {
    await meters('a', 'b', 'c', 'd', 'e');
    open({ concurrency: 2, poll: record(() => false) });
    await pass(2_010);
    polls.length.should.equal(2);
    for (let count = 3; count <= 5; count++) {
      polls[count - 3]?.done();
      await settle(2);
      polls.length.should.equal(count);
    }
  });

  it('a meter that leaves is polled no more, and soon again when it returns', async () => {
    const link = await meters('a');
    open();
    await pass(2_010);
    link.close('closed-by-meter');
    schedule.size.should.equal(0);
    await pass(30_000);
    times('a').length.should.equal(1);
    await meters('a');
    await pass(2_010);
    times('a').length.should.equal(2);
  });

  it('a takeover brings one poll soon and no second schedule', async () => {
    await meters('a');
    open();
    await pass(2_010);
    await meters('a');
    await pass(2_010);
    times('a').length.should.equal(2);
    polls.length = 0;
    await pass(INTERVAL * 3);
    polls.length.should.be.within(2, 3);
  });

  it('a meter that turns out to speak another protocol is not polled any more', async () => {
    const link = await meters('a');
    open({ isMine: ({ protocol }) => protocol === 'dlt645' });
    await pass(2_010);
    directory.identify(link, { id: 'a', protocol: 'dlms' });
    schedule.size.should.equal(0);
  });

  it('polls now when asked, for what is asked, unless a poll is under way', async () => {
    const link = await meters('a');
    open({ interval: undefined, poll: record(() => false) });
    await pass(30_000);
    polls.length.should.equal(0);
    const meter = directory.find('a') as Meter;
    schedule.pollNow(meter, 'energy').should.equal(true);
    schedule.pollNow(meter, 'all').should.equal(false);
    polls.map(({ what }) => what).should.eql(['energy']);
    polls[0]?.done();
    await settle(2);
    link.close('idle');
    schedule.pollNow(meter, 'energy').should.equal(false);
  });

  it('once closed, nothing is polled and nobody is listened to', async () => {
    await meters('a');
    open();
    schedule.close();
    await meters('b');
    await pass(30_000);
    polls.should.eql([]);
    directory.listenerCount('reach').should.equal(0);
  });
});
