import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../helpers/program';
import { needs } from '../helpers/system-program';
import { IDENTIFY_TIMEOUT, INTERVAL, type Jumped } from './polls-while-the-clock-jumps';
import { shouldBeAtLeast, shouldBeAtMost } from './report';

const PROGRAM = join(__dirname, 'polls-while-the-clock-jumps.ts');
const YEAR = 365 * 24 * 3_600_000;
/** Beside what is due, a busy machine is late. */
const LATE = 1_000;

describe('a wall clock that jumps by hours and years', function () {
  this.timeout(120_000);
  let folder: string;
  let jumped: Jumped;

  before(async function () {
    needs(this, 'faketime', 'faketime');
    folder = await mkdtemp(join(tmpdir(), 'ivy-clock-'));
    const offsetFile = join(folder, 'offset');
    await writeFile(offsetFile, '+0');
    const library = await run('faketime', ['-m', '-f', '+0', 'printenv', 'LD_PRELOAD']);
    const output = await run(process.execPath, ['--import', 'tsx', PROGRAM, offsetFile], {
      env: {
        ...process.env,
        LD_PRELOAD: library.trim(),
        FAKETIME_TIMESTAMP_FILE: offsetFile,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    });
    jumped = JSON.parse(output.split('\n').at(-1) ?? '');
    shouldBeAtLeast({
      test: 'R39 the clock was moved, ms',
      figure: jumped.moved,
      limit: 10 * YEAR,
    });
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  it('lets no meter miss more than one poll', () => {
    const figure = Math.round(jumped.longest);
    shouldBeAtMost({ test: 'R39 longest time between two polls, ms', figure, limit: 2 * INTERVAL });
  });

  it('makes no burst of polls', () => {
    const figure = Math.round(jumped.shortest);
    shouldBeAtLeast({
      test: 'R39 shortest time between two polls, ms',
      figure,
      limit: INTERVAL / 2,
    });
  });

  it('closes no link of a meter', () => {
    shouldBeAtMost({ test: 'R39 links closed', figure: jumped.linksClosed, limit: 0 });
  });

  it('makes no deadline that is pending earlier or later', () => {
    const [shortest, longest] = jumped.silentLives.map(Math.round);
    const test = 'R39 life of a link whose deadline was pending, ms';
    shouldBeAtLeast({
      test: `shortest ${test}`,
      figure: shortest ?? 0,
      limit: IDENTIFY_TIMEOUT - 50,
    });
    shouldBeAtMost({
      test: `longest ${test}`,
      figure: longest ?? Number.POSITIVE_INFINITY,
      limit: IDENTIFY_TIMEOUT + LATE,
    });
  });
});
