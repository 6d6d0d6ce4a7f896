import 'should';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { Simulator } from '../../src/simulator';
import { freePort } from '../helpers/ports';
import { needs } from '../helpers/system-program';
import { until } from '../helpers/until';
import { Editor, launchChromium, type Theme } from './editor';
import { deploy } from './first-steps';
import { boot, installedFolder, type NodeRed, userFolder } from './node-red';
import { RecordedMeter } from './recorded-meter';
import { em114070 } from './recordings';

const GATEWAY = 'one-ivy-gateway';
const LIST = `/ivy-gateway/${GATEWAY}/meters`;
const PANE = '#ivy-gateway-meters';
const SCREENSHOTS = join(__dirname, 'screenshots');

describe('the meter list in the dialog of ivy-gateway', function () {
  this.timeout(120_000);
  let folder: string;
  let nodeRed: NodeRed;
  let browser: Browser;
  let editor: Editor;

  before(async function () {
    needs(this, 'chromium', 'chromium');
    folder = await installedFolder('5.0');
    nodeRed = await boot({ nodeRed: '5.0', folder });
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  const inTheme = (theme: Theme) => async (): Promise<Editor> => {
    editor = await Editor.open(browser, nodeRed.url, theme);
    await editor.place('ivy-gateway');
    return editor;
  };

  async function openMeters(): Promise<void> {
    await editor.openDialog('ivy-gateway');
    await editor.page.locator('#ivy-gateway-tabs a[href="#ivy-gateway-meters"]').click();
  }

  async function loaded(): Promise<void> {
    await editor.page.waitForSelector(`${PANE} .ivy-meters-scroll`, { visible: true });
  }

  async function setList(meters: readonly object[]): Promise<void> {
    await nodeRed.admin(LIST, {
      method: 'PUT',
      headers: { 'content-type': 'text/json' },
      body: JSON.stringify(meters),
    });
  }

  const deployGateway = () => nodeRed.deploy([{ id: GATEWAY, type: 'ivy-gateway', gatewayId: '' }]);
  const known = async () =>
    (await nodeRed.admin(`/ivy-gateway/${GATEWAY}/known-meters`)) as readonly object[];
  const list = async () => (await nodeRed.admin(LIST)) as readonly Record<string, unknown>[];
  const click = (name: string) => editor.page.locator(`${PANE} .ivy-meters-${name}`).click();
  const textOf = (name: string) =>
    editor.page.$eval(`${PANE} .ivy-meters-${name}`, (element) => element.textContent ?? '');

  async function said(words: RegExp): Promise<void> {
    let last = '';
    const look = async () => {
      last = await textOf('said');
    };
    const timer = setInterval(() => void look().catch(() => undefined), 50);
    try {
      await until(
        () => (words.test(last) ? true : undefined),
        5_000,
        () => `it says ${last}`,
      );
    } finally {
      clearInterval(timer);
    }
  }

  async function fill(row: number, column: string, text: string): Promise<void> {
    const field = `${PANE} tr[data-index="${row}"] [data-column="${column}"]`;
    await editor.page.click(field, { count: 3 });
    await editor.page.keyboard.type(text);
    await editor.page.keyboard.press('Tab');
  }

  async function importFile(name: string, content: string): Promise<void> {
    const path = join(userFolder(), name);
    writeFileSync(path, content);
    const [chooser] = await Promise.all([editor.page.waitForFileChooser(), click('import')]);
    await chooser.accept([path]);
  }

  describe('of a gateway that does not run', () => {
    onePage(inTheme('light'));

    it('says that it has to be deployed first', async () => {
      await openMeters();
      await said(/^This gateway does not run yet. Deploy first/);
      await editor.closeDialog('cancel');
    });
  });

  for (const theme of ['light', 'dark'] as const) {
    describe(`of a gateway that runs, in the ${theme} theme`, () => {
      before(deployGateway);
      onePage(inTheme(theme));

      it('shows the meters', async () => {
        const ratio = { ct: 40, vt: 1, registers: 'secondary' };
        await setList([
          { id: '311501114070', name: 'Roof', group: 'North', ratio, timezone: 'Asia/Shanghai' },
          { id: '000000001234', name: 'Lift', protected: true, trusted: false, via: 'modem-7' },
        ]);
        await openMeters();
        await loaded();
        await takeScreenshot(`meter-list-${theme}`);
        (await textOf('range')).should.equal('1 to 2 of 2 (in all: 2)');
        const shown = await editor.page.$$eval(`${PANE} tbody tr`, (rows) =>
          rows.map((row) =>
            [...row.querySelectorAll<HTMLInputElement>('[data-column]')].map((field) =>
              field.type === 'checkbox' ? field.checked : field.value,
            ),
          ),
        );
        await editor.closeDialog('cancel');
        shown.should.eql([
          [
            ...['311501114070', 'Roof', 'North', '', '', '40', '1', 'secondary'],
            ...['Asia/Shanghai', true, false, ''],
          ],
          ['000000001234', 'Lift', '', '', 'modem-7', '', '', '', '', false, true, ''],
        ]);
      });
    });
  }

  describe('of a gateway that runs', () => {
    before(deployGateway);
    onePage(inTheme('light'));

    it('adds, changes and removes meters, at once and without a deploy', async () => {
      await setList([{ id: 'a' }, { id: 'b' }]);
      await openMeters();
      await loaded();
      await click('add');
      await fill(2, 'id', 'c');
      await fill(0, 'name', 'Attic');
      await editor.page.click(`${PANE} tr[data-index="1"] .ivy-meters-remove`);
      await click('apply');
      await said(/^In force now. Meters in the list: 2\.$/);
      const now = await list();
      await editor.closeDialog('cancel');
      now.should.eql([
        { id: 'a', name: 'Attic', trusted: true, protected: false },
        { id: 'c', trusted: true, protected: false },
      ]);
    });

    it('applies what is not applied yet when the dialog is left with its changes', async () => {
      await setList([{ id: 'a' }]);
      await openMeters();
      await loaded();
      await fill(0, 'name', 'Attic');
      await editor.closeDialog('ok');
      await untilAsync(async () => (await list())[0]?.['name'] === 'Attic');
    });

    it('says what is wrong by row and column, marks it, and changes nothing', async () => {
      await setList([{ id: 'a' }, { id: 'b' }]);
      await openMeters();
      await loaded();
      await fill(1, 'ct', 'forty');
      await click('apply');
      await said(/^Nothing was changed/);
      (await textOf('problems')).should.startWith('row 2, column CT: a ratio is a decimal number');
      await editor.page.waitForSelector(
        `${PANE} tr[data-index="1"] [data-column="ct"].input-error`,
      );
      await takeScreenshot('meter-list-problems');
      (await list()).length.should.equal(2);
      await editor.closeDialog('cancel');
    });

    it('does not overwrite what others have changed meanwhile', async () => {
      await setList([{ id: 'a' }]);
      await openMeters();
      await loaded();
      await setList([{ id: 'b' }]);
      await fill(0, 'name', 'Attic');
      await click('apply');
      await said(/others have changed the list/);
      await click('reload');
      await said(/^$/);
      await editor.page.waitForSelector(`${PANE} tr[data-index="0"]`);
      (await list()).should.eql([{ id: 'b', trusted: true, protected: false }]);
      await editor.closeDialog('cancel');
    });

    it('imports CSV beside what is there, or in its place, and JSON alike', async () => {
      await setList([{ id: 'a' }]);
      await openMeters();
      await loaded();
      await importFile('more.csv', 'id,name\nb,Lift\n');
      await said(/^Imported, and in force now. Meters in the list: 2\.$/);
      await editor.page.select(`${PANE} .ivy-meters-mode`, 'replace');
      await importFile('all.json', '[{"id":"c"}]');
      await said(/^Imported, and in force now. Meters in the list: 1\.$/);
      const now = await list();
      await editor.closeDialog('cancel');
      now.should.eql([{ id: 'c', trusted: true, protected: false }]);
    });

    it('says what is wrong with an import by row and column', async () => {
      await setList([{ id: 'a' }]);
      await openMeters();
      await loaded();
      await importFile('bad.csv', 'id,timezone\nb,Mars/Olympus\n');
      await said(/^Nothing was changed/);
      const problems = await textOf('problems');
      await editor.closeDialog('cancel');
      problems.should.match(/^row 2, column timezone: no time zone of this name is known/);
    });

    it('says what is wrong with a file that was written by hand', async () => {
      await setList([{ id: 'a' }]);
      writeFileSync(join(folder, 'ivy-gateway', 'gateway', 'meters.json'), '[{"id":"a b"}]');
      await nodeRed.program.line(/meters\.json is not taken/);
      await openMeters();
      await said(/meters\.json is not taken:\nrow 1, column id/);
      (await textOf('range')).should.equal('1 to 1 of 1 (in all: 1)');
      await editor.closeDialog('cancel');
    });

    it('exports the list as CSV and as JSON', async () => {
      await setList([{ id: 'a', name: 'Attic' }]);
      await openMeters();
      await loaded();
      const downloads = userFolder();
      const session = await editor.page.createCDPSession();
      const toFolder = { behavior: 'allow', downloadPath: downloads } as const;
      await session.send('Browser.setDownloadBehavior', toFolder);
      await click('export-csv');
      (await contentOf(join(downloads, 'meters.csv'))).should.match(
        /^\uFEFFid,name,.*\r\na,Attic,/,
      );
      await click('export-json');
      JSON.parse(await contentOf(join(downloads, 'meters.json'))).should.eql(await list());
      await editor.closeDialog('cancel');
    });

    it('adds the meters that are connected and not listed', async () => {
      const port = await freePort();
      await nodeRed.deploy([
        { id: GATEWAY, type: 'ivy-gateway', gatewayId: '' },
        { id: 'tab', type: 'tab' },
        {
          ...{ id: 'in', z: 'tab', type: 'ivy-tcp-listener', gateway: GATEWAY },
          ...{ host: '127.0.0.1', port: String(port), x: 100, y: 100, wires: [[], [], [], []] },
        },
      ]);
      await setList([{ id: 'a' }]);
      const meter = await RecordedMeter.dialIn(port, em114070);
      await untilAsync(async () => (await known()).length === 1);
      await openMeters();
      await loaded();
      await click('add-connected');
      await said(/^Meters added: 1/);
      await click('apply');
      await said(/^In force now. Meters in the list: 2\.$/);
      const now = await list();
      await editor.closeDialog('cancel');
      meter.hangUp();
      now.map(({ id }) => id).should.eql(['a', '311501114070']);
    });

    it('finds one of 5,000 meters as fast as one types', async () => {
      const meters = Array.from({ length: 5_000 }, (_, index) => ({
        id: String(index).padStart(12, '0'),
        name: `Flat ${index}`,
      }));
      await setList(meters);
      await openMeters();
      const began = performance.now();
      await loaded();
      (await textOf('range')).should.equal('1 to 50 of 5000 (in all: 5000)');
      await editor.page.type(`${PANE} .ivy-meters-search`, 'flat 4321');
      (await textOf('range')).should.equal('1 to 1 of 1 (in all: 5000)');
      (performance.now() - began).should.be.below(10_000);
      await editor.closeDialog('cancel');
    });
  });

  describe('of a gateway with a DLMS meter and a poller', () => {
    const FOUND = '.ivy-objects-found a';
    let simulator: Simulator | undefined;

    before(async () => {
      await deployGateway();
      await inTheme('light')();
    });
    after(async () => {
      await simulator?.close();
      await editor.close();
    });

    it('what the meter has is picked from in the dialog of dlms-poller, and polled once deployed', async () => {
      const port = await freePort();
      await editor.place('ivy-tcp-listener', { host: '127.0.0.1', port: String(port) });
      await editor.place('dlms-poller', { interval: '1000' });
      await deploy(editor);
      simulator = new Simulator({ port });
      const meter = simulator.addDlmsMeter({ redial: 100, jitter: 0 });
      simulator.start();
      // While it is deployed, there is nobody to ask.
      await untilAsync(async () => (await known().catch(() => [])).length === 1);

      await editor.openDialog('dlms-poller');
      await editor.pick('dlms-poller', 'group', 'custom list');
      await editor.page.waitForSelector(`.ivy-objects-meter option[value="${meter.id}"]`);
      await editor.page.locator('.ivy-objects-read').click();
      await editor.page.waitForSelector(FOUND);
      const offered = await editor.page.$$eval(FOUND, (found) =>
        found.map(({ textContent }) => textContent ?? ''),
      );
      offered.should.containEql('3/1-0:1.8.0.255  Active energy import');
      offered.should.containEql('7/1-0:99.1.0.255  Load profile 1');
      for (const object of ['3/1-0:72.7.0.255', '3/1-0:21.7.0.255']) {
        await editor.page.locator(`${FOUND}::-p-text(${object})`).click();
      }
      await editor.closeDialog('ok');
      await deploy(editor);
      const picked = /0100480700ff.*0100150700ff/;
      await until(
        () => (meter.details('request').some((request) => picked.test(request)) ? true : undefined),
        10_000,
        () => `${meter.details('request').length} requests, none for what was picked`,
      );
    });
  });

  async function takeScreenshot(name: string): Promise<void> {
    if (process.env['IVY_SCREENSHOTS'] !== '1') return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await editor.screenshot(join(SCREENSHOTS, `${name}.png`));
  }
});

/** What a file holds, as soon as it is there. */
function contentOf(path: string): Promise<string> {
  return until(
    () => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    5_000,
    () => `there is no ${path}`,
  );
}

/** In a `describe`: one page of the browser for its tests, none of which may leave errors behind. */
function onePage(open: () => Promise<Editor>): void {
  let editor: Editor | undefined;
  before(async () => {
    editor = await open();
  });
  afterEach(() => editor?.errors.splice(0).should.eql([]));
  after(() => editor?.close());
}

async function untilAsync(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it never holds');
  }
}
