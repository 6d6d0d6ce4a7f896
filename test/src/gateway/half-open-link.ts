import { join } from 'node:path';
import { run } from '../../helpers/program';
import type { HalfOpenReport } from './half-open';

const PROGRAM = join(__dirname, 'half-open.ts');

/**
 * Runs a gateway in a network of its own, and cuts a meter off that is polled. `idleTimeout` in ms. Undefined
 * where there are no network namespaces.
 */
export async function halfOpenLink(idleTimeout: number): Promise<HalfOpenReport | undefined> {
  try {
    await run('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']);
  } catch {
    return undefined;
  }
  const node = [process.execPath, '--import', 'tsx', PROGRAM, String(idleTimeout)];
  return JSON.parse(await run('unshare', ['-rn', ...node])) as HalfOpenReport;
}
