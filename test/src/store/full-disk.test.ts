import { join } from 'node:path';
import should from 'should';
import { newFolder, tidyUp } from './folder';
import { runOnDisk } from './small-disk';

const program = (name: string, folder: string) => [
  process.execPath,
  '--import',
  'tsx',
  join(__dirname, name),
  folder,
];

/** Where there are no user namespaces, there is nothing to run these in. */
describe('a disk', () => {
  afterEach(tidyUp);

  it('that is full refuses acts, loses none that was noted, and is no damage', async function () {
    const folder = await newFolder();
    const said = await runOnDisk(folder, 'size=8m', program('full-disk.ts', folder));
    if (said === undefined) return this.skip();
    should(said).match(/^noted \d+ acts/m);
  }).timeout(60_000);

  it('that is read-only gives memory, and the reason says so', async function () {
    const folder = await newFolder();
    const said = await runOnDisk(folder, 'ro', program('say-what-opens.ts', folder));
    if (said === undefined) return this.skip();
    should(said).match(/^EROFS: read-only file system/m);
  }).timeout(60_000);
});
