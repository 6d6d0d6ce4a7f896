import 'should';
import { join } from 'node:path';
import { run } from '../../helpers/program';
import { newFolder, tidyUp } from './folder';

/** Runs the body with a disk of 8 MB mounted on `$1`, in a user namespace of its own. */
const ON_SMALL_DISK = 'mount -t tmpfs -o size=8m none "$1" && shift && exec "$@"';

describe('a full disk', () => {
  afterEach(tidyUp);

  it('refuses acts as long as it is full, loses none that was noted, and is no damage', async function () {
    const folder = await newFolder();
    const onSmallDisk = ['-rm', 'sh', '-c', ON_SMALL_DISK, 'sh', folder];
    try {
      await run('unshare', [...onSmallDisk, 'true']);
    } catch {
      // No user namespaces here: nothing to run it in.
      return this.skip();
    }
    const program = [process.execPath, '--import', 'tsx', join(__dirname, 'full-disk.ts'), folder];
    (await run('unshare', [...onSmallDisk, ...program])).should.match(/^noted \d+ acts/m);
  }).timeout(60_000);
});
