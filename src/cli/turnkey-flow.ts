import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AdminApi, AdminRefused } from './admin-api';
import { PACKAGE_ROOT } from './package-root';

/** In the user folder: which shipped flow was loaded last. */
const LOADED = '.ivy-gateway-flow';

export interface TurnkeyOptions {
  /** Whether to replace a flow that is there. */
  readonly reset: boolean;
  readonly withDashboard: boolean;
}

/**
 * Loads the shipped flow where there is none, or where the user asks for it, keeping a backup. It goes
 * through the admin API, because a flows.json on disk loses the placeholders of its credentials.
 * Gives what the user should know.
 */
export async function loadTurnkeyFlow(
  api: AdminApi,
  folder: string,
  { reset, withDashboard }: TurnkeyOptions,
): Promise<readonly string[]> {
  const example = withDashboard ? 'Gateway with dashboard.json' : 'Gateway.json';
  const text = readFileSync(join(PACKAGE_ROOT, 'examples', example), 'utf8');
  const shipped = createHash('sha256').update(text).digest('hex');
  const marker = join(folder, LOADED);
  try {
    const { flows } = await api.flows();
    if (flows.length > 0 && !reset) return news(marker, shipped);
    const notes = flows.length > 0 ? [backup(folder, flows)] : [];
    await api.deploy(JSON.parse(text));
    writeFileSync(marker, shipped);
    return notes;
  } catch (error) {
    if (!(error instanceof AdminRefused) || error.status !== 401) throw error;
    return reset
      ? [`The editor is protected by a password: import examples/${example} there yourself.`]
      : [];
  }
}

function news(marker: string, shipped: string): readonly string[] {
  const loaded = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
  return loaded === shipped || loaded === ''
    ? []
    : [
        'This version ships another gateway flow: --reset-flow loads it and keeps yours as a backup.',
      ];
}

function backup(folder: string, flows: unknown): string {
  const file = join(folder, `flows-backup-${new Date().toISOString().replaceAll(':', '-')}.json`);
  writeFileSync(file, JSON.stringify(flows, null, 2));
  return `The former flow is kept in ${file}`;
}
