import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../src/store';

const folders: string[] = [];
const stores: Store[] = [];

/** A folder of its own for a test; `tidyUp` removes it. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ivy-store-'));
  folders.push(folder);
  return folder;
}

/** A store and what it told the log; `tidyUp` closes it. */
export async function open(
  folder: string,
  options: Partial<Parameters<typeof openStore>[1]> = {},
): Promise<Store & { readonly told: string[] }> {
  const told: string[] = [];
  const store = await openStore(folder, { log: (line) => told.push(line), ...options });
  stores.push(store);
  return Object.assign(store, { told });
}

export async function tidyUp(): Promise<void> {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
}

/** What stands in for the engine on a platform that it has no binary for. */
export const noEngine = (): Promise<never> =>
  Promise.reject(new Error('No native build was found'));
