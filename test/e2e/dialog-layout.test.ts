import 'should';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { needs } from '../helpers/system-program';
import { Editor, type Language, launchChromium, type Theme } from './editor';
import { boot, installedFolder, type NodeRed } from './node-red';
import { root } from './runtime';
import { takeScreenshot } from './screenshots';

interface Look {
  readonly language: Language;
  readonly theme: Theme;
  readonly widths: readonly number[];
  /** Whether the accessibility checker looks, too: what it sees differs by theme alone. */
  readonly isChecked?: true;
}

const PHONE = 360;
const LAPTOP = 1_280;
const WALL = 2_560;
/** Words that are too long are cut on a laptop: on a phone, labels have lines of their own, or wrap. */
const LOOKS: readonly Look[] = [
  { language: 'en-US', theme: 'light', widths: [PHONE, LAPTOP, WALL], isChecked: true },
  { language: 'zh-CN', theme: 'dark', widths: [LAPTOP], isChecked: true },
  { language: 'tr', theme: 'light', widths: [LAPTOP] },
  { language: 'de', theme: 'dark', widths: [LAPTOP] },
];

const VOLTAGE: Readonly<Record<Language, string>> = {
  'en-US': 'Voltage L1',
  'zh-CN': 'A相电压',
  tr: 'Gerilim L1',
  de: 'Voltage L1',
};

/** The gateway first, because the others refer to it. */
const TYPES = [
  'ivy-gateway',
  ...readdirSync(join(root, 'nodes')).filter((name) => !['ivy-gateway', 'shared'].includes(name)),
].filter((name) => existsSync(join(root, 'nodes', name, `${name}.html`)));

describe('layout of the dialogs', function () {
  this.timeout(120_000);
  let nodeRed: NodeRed;
  let browser: Browser;

  before(async function () {
    needs(this, 'chromium', 'chromium');
    nodeRed = await boot({ nodeRed: '5.0', folder: await installedFolder('5.0') });
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  for (const { language, theme, widths, isChecked } of LOOKS) {
    describe(`in ${language}, ${theme}`, () => {
      let editor: Editor;

      before(async () => {
        editor = await Editor.open(browser, nodeRed.url, theme, language);
        await editor.closeSidebars();
        for (const type of TYPES) await editor.place(type);
      });

      after(async () => editor?.close());

      for (const type of TYPES) {
        it(`${type} is readable for everybody, and fits phones and walls`, async () => {
          await editor.openDialog(type);
          const misfits = [];
          for (const width of widths) {
            await editor.resize(width);
            await takeScreenshot(editor, `${type}-${language}-${theme}-${width}`);
            misfits.push(...(await editor.misfits()).map((text) => `${width}: ${text}`));
          }
          const violations = isChecked ? await editor.violations() : [];
          await editor.closeDialog('cancel');
          misfits.should.deepEqual([]);
          [...violations].should.deepEqual([]);
        });
      }

      it('OBIS codes are called by their names in this language, or in English', async () => {
        await editor.openDialog('ivy-dlms-encode');
        await editor.resize(LAPTOP);
        await editor.page.$eval('#node-input-service', (e) => $(e).typedInput('value', 'get'));
        const found = await editor.firstCompletion('#node-input-obis', '32.7.0.255');
        await editor.closeDialog('cancel');
        found.should.equal(`1-0:32.7.0.255${VOLTAGE[language]}`);
      });

      it('the browser has nothing to complain of', () => {
        editor.errors.should.deepEqual([]);
      });
    });
  }
});
