// Makes the README's pictures from the running gateway: npx tsx test/e2e/take-pictures.ts
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demoMeters, Simulator } from '../../src/simulator';
import { Dashboard, dashboardFolder } from './dashboard';
import { Editor, launchChromium } from './editor';
import { RunningGateway } from './running-gateway';

const FOLDER = join(__dirname, 'screenshots');
const METER = '000000001234';
/** 270.5 V on phase A, as it goes out. */
const OVERVOLTAGE = ['02010100', '0527'] as const;
/** ms in which charts get something to show. */
const AT_WORK = 60_000;

async function takePictures(): Promise<void> {
  const env = { POLLING_INTERVAL: '2000', POLLING_REGISTER_GROUP: 'all', RELAY_CONTROL: 'both' };
  const folder = await dashboardFolder('5.0');
  const gateway = await RunningGateway.boot({ nodeRed: '5.0', folder, env });
  await gateway.red.importExample('Gateway with dashboard');
  const simulator = new Simulator({ port: gateway.ports.meter });
  const meters = demoMeters(simulator);
  const meter = meters.find(({ id }) => id === METER);
  simulator.start();
  const browser = await launchChromium();
  try {
    await delay(AT_WORK / 2);
    meter?.setValue(...OVERVOLTAGE);
    await delay(AT_WORK / 2);
    const dashboard = await Dashboard.open(browser, gateway.red.url);
    for (const [path, height, text] of [
      ['overview', 740, 'Alarm: overvoltage'],
      [`meter?meter=${METER}`, 960, '270.5 V'],
      ['alarms', 460, 'Overvoltage'],
    ] as const) {
      await dashboard.page.setViewport({ width: 1280, height });
      await dashboard.go(path);
      await dashboard.shows(text);
      await delay(5_000);
      await dashboard.screenshot(join(FOLDER, `${path.replace(/\?.*/, '')}.png`));
    }
    const editor = await Editor.open(browser, gateway.red.url, 'light');
    await editor.page.setViewport({ width: 1640, height: 760 });
    await delay(2_000);
    const flow = await editor.page.$('#red-ui-workspace');
    const clip = { x: 0, y: 0, width: 1110, height: 640 };
    await flow?.screenshot({ path: join(FOLDER, 'flow.png'), clip });
  } finally {
    await browser.close();
    await simulator.close();
    await gateway.stop();
  }
}

mkdirSync(FOLDER, { recursive: true });
void takePictures().then(() => process.exit());
