// Puts the example "Gateway with dashboard" together: the example "Gateway" as it is, what the dashboard asks of
// it, and the dashboard's own tab. Prints it, or with --write puts it in its place.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboardTab } from './dashboard-tab.mjs';
import { gatewayDesk } from './gateway-desk.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const examples = join(here, '..');
const core = JSON.parse(readFileSync(join(examples, 'Gateway.json'), 'utf8'));
const flow = [...core, ...gatewayDesk(core), ...dashboardTab()];
const text = `${JSON.stringify(flow, null, 2)}\n`;

if (process.argv.includes('--write')) {
  writeFileSync(join(examples, 'Gateway with dashboard.json'), text);
} else {
  process.stdout.write(text);
}
