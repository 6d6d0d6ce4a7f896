import 'should';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'puppeteer-core';
import { Simulator } from '../../src/simulator';
import { Dashboard, dashboardFolder } from '../e2e/dashboard';
import { launchChromium } from '../e2e/editor';
import { RunningGateway } from '../e2e/running-gateway';
import { needs } from '../helpers/system-program';
import { processorTimeOf } from './processor-time';
import { shouldBeAtMost } from './report';

const METERS = 1_000;
/** ms between two polls of a meter, unless somebody says otherwise. */
const INTERVAL = 60_000;
/** ms over which processor time is taken. */
const WINDOW = 60_000;
/** s that somebody looks at a page, during which its memory is looked at. */
const LOOKS = 12;
const MEGABYTE = 1_048_576;

describe(`the dashboard of ${METERS} meters`, function () {
  this.timeout(1_200_000);
  let gateway: RunningGateway;
  let simulator: Simulator;
  let browser: Browser;
  let dashboard: Dashboard;
  let unwatched: number;

  before(async function () {
    needs(this, 'chromium', 'chromium');
    const folder = await dashboardFolder('5.0');
    // To count resources costs a tenth of a busy process.
    const env = { E2E_RESOURCES: 'uncounted' };
    gateway = await RunningGateway.boot({ nodeRed: '5.0', folder, env });
    await gateway.red.importExample('Gateway with dashboard');
    simulator = new Simulator({ port: gateway.ports.meter, spread: 10_000 });
    for (let count = 0; count < METERS; count += 1) {
      simulator.addDlt645Meter({ address: String(100_000_000_000 + count) });
    }
    simulator.start();
    browser = await launchChromium();
    dashboard = await Dashboard.open(browser, gateway.red.url);
    await dashboard.go('overview');
    await dashboard.figure(
      'online',
      `${METERS.toLocaleString('en')} / ${METERS.toLocaleString('en')}`,
    );
    await dashboard.page.goto('about:blank');
    await delay(INTERVAL);
    unwatched = await processorShare();
  });
  after(async () => {
    await browser?.close();
    await simulator?.close();
    await gateway?.stop();
  });

  for (const path of ['overview', 'meters', 'meter?meter=100000000500', 'messages']) {
    it(`costs the gateway little, polling as it does by default, while somebody looks at ${path}`, async () => {
      await dashboard.go(path);
      const figure = Math.round(await processorShare());
      console.log(JSON.stringify({ unwatched: Math.round(unwatched) }));
      shouldBeAtMost({ test: `${path}: share of a core, %`, figure, limit: 10 });
    });
  }

  it('shows its pages quickly', async () => {
    const shown = {
      overview: `${METERS.toLocaleString('en')}`,
      meters: '100000000',
      alarms: 'alarm',
    };
    for (const [path, text] of Object.entries(shown)) {
      await dashboard.page.goto('about:blank');
      const began = performance.now();
      await dashboard.go(path);
      await dashboard.shows(text);
      const figure = Math.round(performance.now() - began);
      shouldBeAtMost({ test: `${path}: ms until it shows what it is for`, figure, limit: 3_000 });
    }
  });

  it('does not grow while it is looked at', async () => {
    for (const path of ['meters', 'messages']) {
      await dashboard.go(path);
      await delay(20_000);
      const used: number[] = [];
      for (let look = 0; look < LOOKS; look += 1) {
        await delay(5_000);
        used.push(await heapOf(dashboard));
      }
      const figure = Math.round(
        (Math.min(...used.slice(-4)) - Math.min(...used.slice(0, 4))) / MEGABYTE,
      );
      console.log(JSON.stringify({ path, heap: Math.round((used.at(-1) ?? 0) / MEGABYTE) }));
      shouldBeAtMost({ test: `${path}: MB by which the page grows in a minute`, figure, limit: 5 });
    }
  });

  /** % of a core that the gateway uses. */
  async function processorShare(): Promise<number> {
    const { pid = 0 } = gateway.red.program;
    const before = processorTimeOf(pid);
    await delay(WINDOW);
    return ((processorTimeOf(pid) - before) * 100_000) / WINDOW;
  }
});

async function heapOf({ page }: Dashboard): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  const { JSHeapUsedSize = 0 } = await page.metrics();
  return JSHeapUsedSize;
}
