import 'should';
import { mock } from 'node:test';
import { Directory, type Meter } from '../../../src/link';
import {
  type PollOrder,
  PollSchedule,
  type PollScheduleOptions,
} from '../../../src/polling/poll-schedule';
import { settle, until } from '../link/caller';
import { endLines, line } from '../link/line';

const INTERVAL = 10_000;
const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';

interface Poll {
  readonly id: string;
  readonly at: number;
  readonly order: PollOrder<string>;
  /** It is over; the meter was silent, or not. */
  done(isSilent?: boolean): void;
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
    (meter: Meter, order: PollOrder<string>): Promise<boolean> =>
      new Promise((resolve) => {
        const { id } = meter;
        polls.push({ id, at: clock, order, done: (isSilent = false) => resolve(isSilent) });
        if (isQuick(meter)) resolve(false);
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

  /** The meter is silent whenever it is polled. */
  const silent = { poll: record(() => false) };
  const keepSilent = async (time: number): Promise<void> => {
    for (let passed = 0; passed < time; passed += 100) {
      await pass(100, 100);
      for (const poll of polls) poll.done(true);
    }
  };

  /** How many intervals lay between each poll and the next one. */
  const gaps = (): number[] => {
    const at = times('a');
    return at.slice(1).map((time, index) => Math.round((time - (at[index] ?? 0)) / INTERVAL));
  };

  it('a meter that stays silent is polled after 1, 2, 4, 8 and again 8 intervals', async () => {
    await meters('a');
    open(silent);
    await keepSilent(26 * INTERVAL);
    gaps().slice(1).should.eql([2, 4, 8, 8]);
    polls.map(({ order }) => order.silentPolls).should.eql([0, 1, 2, 3, 4, 5]);
    schedule.skipped.should.equal(0);
    schedule.backedOff.should.equal(1);
  });

  it('an answer ends the back-off', async () => {
    await meters('a');
    open(silent);
    await keepSilent(8 * INTERVAL);
    await pass(8 * INTERVAL, 100);
    schedule.polling.should.equal(1);
    polls.at(-1)?.done();
    await settle(2);
    schedule.backedOff.should.equal(0);
    const before = polls.length;
    await pass(INTERVAL, 100);
    polls.length.should.equal(before + 1);
    polls.at(-1)?.order.silentPolls.should.equal(0);
  });

  it('a new link ends the back-off, with a poll soon', async () => {
    await meters('a');
    open(silent);
    await keepSilent(8 * INTERVAL);
    const before = polls.length;
    await meters('a');
    await pass(2_010);
    polls.length.should.equal(before + 1);
    polls.at(-1)?.order.silentPolls.should.equal(0);
  });

  it('a frame of its own ends the back-off; a heartbeat, or a neighbour behind the modem, does not', async () => {
    const { link, meter } = await line({ idleTimeout: 1e9 });
    for (const id of ['000000001234', '000000005678']) {
      directory.identify(link, { id, protocol: 'dlt645' });
    }
    const heard: string[] = [];
    link.on('received', ({ kind }) => heard.push(kind));
    open(silent);
    await keepSilent(8 * INTERVAL);
    schedule.backedOff.should.equal(2);
    meter.send(HEARTBEAT);
    await until(() => heard.length === 1);
    schedule.backedOff.should.equal(2);
    meter.send('68 341200000000 68 91 08 33333333 9A785634 17 16');
    await until(() => heard.length === 2);
    heard.should.eql(['heartbeat', 'dlt645']);
    schedule.backedOff.should.equal(1);
    const before = times('000000001234').length;
    await pass(INTERVAL, 100);
    times('000000001234').length.should.equal(before + 1);
  });

  it('silent meters have a lane of their own, and hold up no meter that answers', async () => {
    await meters('a', 'b', 'silent 1', 'silent 2', 'silent 3');
    const isSilent = (id: string): boolean => id.startsWith('silent');
    open({ concurrency: 3, poll: record(({ id }) => !isSilent(id)) });
    await pass(2_010);
    for (const poll of polls) poll.done(true);
    await pass(2 * INTERVAL, 100);
    schedule.polling.should.equal(3);
    for (const id of ['a', 'b']) times(id).length.should.be.within(2, 3);
  });

  it('what a poll came to on a link that is gone is not held against the meter', async () => {
    await meters('a');
    open(silent);
    await pass(2_010);
    await meters('a');
    polls[0]?.done(true);
    await pass(2_010);
    polls.map(({ order }) => order.silentPolls).should.eql([0, 0]);
  });

  it('after the process stood still, each meter is polled once, and not all at once', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => String(index).padStart(12, '0'));
    await meters(...ids);
    open();
    await pass(INTERVAL, 100);
    polls.length = 0;
    const stopped = clock;
    clock += 10 * INTERVAL;
    mock.timers.tick(INTERVAL);
    polls.should.eql([]);
    await pass(2_500);
    polls.length.should.be.within(190, 200);
    new Set(polls.map(({ id }) => id)).size.should.equal(polls.length);
    const inSecond = (second: number) =>
      polls.filter(({ at }) => Math.floor((at - stopped - 10 * INTERVAL) / 1_000) === second)
        .length;
    for (const second of [0, 1]) inSecond(second).should.be.within(60, 140);
  });

  it('a wall clock that jumps changes no poll', async () => {
    await meters('a');
    open();
    await pass(2 * INTERVAL, 100);
    const before = polls.length;
    for (const jump of [-3_600_000, 3_600_000, 10 * 365 * 24 * 3_600_000]) {
      const now = Date.now() + jump;
      mock.method(Date, 'now', () => now);
      await pass(INTERVAL, 100);
    }
    polls.length.should.equal(before + 3);
  });

  it('polls now when asked, for what is asked, unless a poll is under way', async () => {
    const link = await meters('a');
    open({ interval: undefined, poll: record(() => false) });
    await pass(30_000);
    polls.length.should.equal(0);
    const meter = directory.find('a') as Meter;
    schedule.pollNow(meter, 'energy').should.equal(true);
    schedule.pollNow(meter, 'all').should.equal(false);
    polls.map(({ order }) => order.what).should.eql(['energy']);
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
