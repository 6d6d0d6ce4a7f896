import 'should';
import { mock } from 'node:test';
import { Directory, Failure, type FailureCode, type Meter } from '../../../src/link';
import {
  type CycleFailure,
  type CycleReport,
  pollOnce,
  type RegisterOutcome,
} from '../../../src/polling/cycle';
import { endLines, line } from '../link/line';

const DAY = 24 * 3_600_000;

describe('a poll cycle', () => {
  const directory = new Directory();
  let meter: Meter;
  let failures: CycleFailure[];
  let asked: string[];

  beforeEach(async () => {
    const { link } = await line();
    const id = `m${performance.now()}`.replace('.', '_');
    meter = directory.identify(link, { id }) as Meter;
    failures = [];
    asked = [];
  });

  afterEach(() => {
    mock.restoreAll();
    endLines();
  });

  after(() => directory.close());

  const report: CycleReport = {
    readings: () => undefined,
    answer: () => undefined,
    failure: (failure) => failures.push(failure),
  };

  const poll = (outcomes: Readonly<Record<string, RegisterOutcome | Error>>, probe = false) =>
    pollOnce(
      meter,
      Object.keys(outcomes),
      (name) => name,
      async (_, [name], __, isProbe) => {
        asked.push(isProbe ? `probe ${name}` : name);
        const outcome = outcomes[name];
        if (outcome instanceof Error) throw outcome;
        return [outcome ?? 'failed'];
      },
      report,
      probe,
    );

  it('reads its registers in order and counts what became of them', async () => {
    const result = await poll({ a: 'read', b: 'failed', c: 'read' });
    result.should.eql({ read: 2, refused: 0, failed: 1, isSilent: false });
    asked.should.eql(['a', 'b', 'c']);
  });

  it('a register that the meter does not have is left out for a day', async () => {
    (await poll({ a: 'refused', b: 'read' })).refused.should.equal(1);
    await poll({ a: 'refused', b: 'read' });
    asked.should.eql(['a', 'b', 'b']);
    const now = Date.now();
    mock.method(Date, 'now', () => now + DAY + 1_000);
    await poll({ a: 'read', b: 'read' });
    asked.slice(3).should.eql(['a', 'b']);
  });

  it('a register that was left out by a clock that was ahead is asked again', async () => {
    const now = Date.now();
    mock.method(Date, 'now', () => now + 3_650 * DAY);
    await poll({ a: 'refused' });
    mock.restoreAll();
    await poll({ a: 'read' });
    asked.should.eql(['a', 'a']);
  });

  for (const code of [
    'command-timeout',
    'meter-not-connected',
    'association-failed',
    'meter-not-trusted',
    'storage-failed',
    'busy',
  ] satisfies FailureCode[]) {
    it(`${code} ends the cycle`, async () => {
      const summary = await poll({ a: new Failure(code, 'why'), b: 'read' });
      summary.should.containEql({ read: 0, failed: 1 });
      failures.should.eql([{ meterId: meter.id, dataId: 'a', code, error: 'why' }]);
    });
  }

  it('what concerns one register only does not end the cycle', async () => {
    const summary = await poll({
      a: new Failure('meter-refused', 'not this one'),
      b: new RangeError('malformed'),
      c: 'read',
    });
    summary.should.containEql({ read: 1, failed: 2 });
    failures.map(({ code }) => code).should.eql(['meter-refused', 'internal-error']);
  });

  const silence = new Failure('command-timeout', 'why');

  it('a meter is silent where it answers nothing, not even that it refuses', async () => {
    (await poll({ a: silence, b: 'read' })).isSilent.should.equal(true);
    (await poll({ a: 'skipped', b: silence })).isSilent.should.equal(true);
    (await poll({ a: 'failed', b: silence })).isSilent.should.equal(false);
    (await poll({ a: new RangeError('malformed'), b: silence })).isSilent.should.equal(false);
  });

  it('a meter that is asked nothing is not silent', async () => {
    await poll({ a: 'refused' });
    (await poll({ a: silence })).isSilent.should.equal(false);
  });

  it('of a meter that is probed, all is read once it answers', async () => {
    await poll({ a: 'skipped', b: 'failed', c: 'read' }, true);
    asked.should.eql(['probe a', 'probe b', 'c']);
  });
});
