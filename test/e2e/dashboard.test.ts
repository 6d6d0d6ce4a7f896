import 'should';
import type { Browser } from 'puppeteer-core';
import { type SimulatedMeter, Simulator } from '../../src/simulator';
import { needs } from '../helpers/system-program';
import { type Colours, Dashboard, dashboardFolder } from './dashboard';
import { Editor, launchChromium } from './editor';
import { RunningGateway } from './running-gateway';

const METER = '000000001234';
const IVY = '311501114070';
/** Data identifier of the voltage of phase A, and two values of it as they go out. */
const VOLTAGE_A = '02010100';
const HIGH = '0527';
const NORMAL = '0522';
/** What a page would run, were it more than text to it. */
const HOSTILE =
  '<img src=x onerror="window.wasRun=true">{{constructor.constructor("window.wasRun=true")()}}';
const PAGES = ['overview', 'meters', `meter?meter=${METER}`, 'alarms', 'messages', 'gateway'];
const WIDTHS = [360, 1280, 2560];

describe('the dashboard', function () {
  this.timeout(300_000);
  let gateway: RunningGateway;
  let simulator: Simulator;
  let meter: SimulatedMeter;
  let browser: Browser;
  let dashboard: Dashboard;

  before(async function () {
    needs(this, 'chromium', 'chromium');
    const env = {
      POLLING_INTERVAL: '1000',
      POLLING_REGISTER_GROUP: 'all',
      RELAY_CONTROL: 'relay-topic',
      METER_PASSWORD: '00000000',
    };
    const folder = await dashboardFolder('5.0');
    gateway = await RunningGateway.boot({ nodeRed: '5.0', folder, env });
    await gateway.red.importExample('Gateway with dashboard');
    simulator = new Simulator({ port: gateway.ports.meter });
    meter = simulator.addDlt645Meter({ address: METER });
    simulator.addEm114070({ address: IVY });
    simulator.start();
    browser = await launchChromium();
    dashboard = await Dashboard.open(browser, gateway.red.url);
  });
  after(async () => {
    await browser?.close();
    await simulator?.close();
    await gateway?.stop();
  });
  afterEach(() => dashboard?.errors.splice(0).should.eql([]));

  it('shows on its first page how many meters there are', async () => {
    await dashboard.go('');
    await dashboard.figure('online', '2 / 2');
    await dashboard.figure('alarms', '0');
    await dashboard.shows('Meter connected');
  });

  it('lists the meters, found by search, and opens one', async () => {
    await dashboard.go('meters');
    await dashboard.shows(IVY);
    await dashboard.type('Search id, name, address', '1234');
    await dashboard.hides(IVY);
    await dashboard.click(METER);
    await dashboard.shows('220.5 V');
    dashboard.page.url().should.endWith(`/dashboard/meter?meter=${METER}`);
  });

  it('reads a relay', async () => {
    await dashboard.click('Read relay');
    await dashboard.shows('Read relay state: done');
    await dashboard.shows('Relay state\tclose');
  });

  it('names meter, relay and load before a relay is switched, and does nothing when that is cancelled', async () => {
    await dashboard.click('Open relay …');
    await dashboard.shows(`Open the relay of ${METER}?`);
    await dashboard.figure('relay', 'close');
    await dashboard.shows('Active power total');
    (await dashboard.violations()).should.eql([]);
    await dashboard.click('Cancel', '[role=dialog]');
    await dashboard.hides(`Open the relay of ${METER}?`);
    await dashboard.hides('Relay control');
  });

  it('switches a relay when it is confirmed', async () => {
    await dashboard.click('Open relay …');
    await dashboard.figure('relay', 'close');
    await dashboard.click('Open relay', '[role=dialog]');
    await dashboard.shows('Relay control: done');
    await dashboard.shows('Confirmed\ttrue');
    await dashboard.click('Read relay');
    await dashboard.shows('Relay state\topen');
  });

  it('shows an alarm, has it acknowledged, and lets it go when it is cleared', async () => {
    await dashboard.go('alarms');
    await dashboard.shows('No alarm is active.');
    meter.setValue(VOLTAGE_A, HIGH);
    await dashboard.shows('Overvoltage');
    await dashboard.shows('limit 250');
    await dashboard.click('Acknowledge');
    await dashboard.shows('acknowledged');
    meter.setValue(VOLTAGE_A, NORMAL);
    await dashboard.shows('No alarm is active.');
  });

  it('shows messages as they come, filtered, and stands still while it is paused', async () => {
    await dashboard.go('messages');
    await dashboard.shows(`meters/${IVY}/telemetry`);
    await dashboard.type('Filter: words of topic or message', `${METER} voltage_a`);
    await dashboard.hides(`meters/${IVY}/telemetry`);
    await dashboard.shows('VOLTAGE_A');
    await dashboard.click('Pause');
    await dashboard.shows('Go on');
  });

  it('runs nothing that meters or clients have written', async () => {
    await dashboard.go('messages');
    await gateway.publish('ivy/v1/hostile', HOSTILE);
    await dashboard.shows(HOSTILE);
    await dashboard.go(`meter?meter=${encodeURIComponent(HOSTILE)}`);
    await dashboard.shows(HOSTILE);
    (await dashboard.page.evaluate(() => 'wasRun' in window)).should.be.false();
  });

  it('has nothing that the editor marks as wrong', async () => {
    const editor = await Editor.open(browser, gateway.red.url, 'light');
    (await editor.faults()).should.eql([]);
    await editor.close();
  });

  it('fits phone, desk and wall', async () => {
    for (const width of WIDTHS) {
      await dashboard.page.setViewport({ width, height: 900 });
      for (const path of PAGES) {
        await dashboard.go(path);
        (await dashboard.fits()).should.be.true(`${path} is wider than ${width}`);
      }
    }
  });

  for (const colours of ['light', 'dark'] as Colours[]) {
    it(`can be read without good eyes or a mouse, in ${colours}`, async () => {
      const other = await Dashboard.open(browser, gateway.red.url, colours);
      for (const path of PAGES) {
        await other.go(path);
        if (path.startsWith('meter')) await other.shows(METER);
        (await other.violations()).should.eql([], path);
      }
      other.errors.should.eql([]);
      await other.close();
    });
  }
});
