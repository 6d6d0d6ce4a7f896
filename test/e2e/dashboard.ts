import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { type Violation, violationsIn } from './accessibility';
import { installedFolder, type NodeRedVersion } from './node-red';
import { root } from './runtime';

const NODES = '@flowfuse/node-red-dashboard';

export type Colours = 'light' | 'dark';

/** A user folder with the package and the dashboard's nodes in it. */
export async function dashboardFolder(version: NodeRedVersion): Promise<string> {
  const folder = await installedFolder(version);
  const place = join(folder, 'node_modules', NODES);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(root, 'node_modules', NODES), place);
  return folder;
}

/** The gateway's dashboard in a browser. */
export class Dashboard {
  /** What the pages have reported as errors. */
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  static async open(browser: Browser, url: string, colours: Colours = 'light'): Promise<Dashboard> {
    const page = await browser.newPage();
    const dashboard = new Dashboard(page, `${url}/dashboard`);
    page.on('pageerror', (error) => dashboard.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') dashboard.errors.push(message.text());
    });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: colours }]);
    await page.setViewport({ width: 1280, height: 800 });
    return dashboard;
  }

  /** Goes to a page by its address. */
  async go(path: string): Promise<void> {
    await this.page.goto(`${this.url}/${path}`);
    await this.page.waitForSelector('.nrdb-ui-page');
  }

  /** Waits until the page shows a text, as a person reads it. */
  async shows(text: string, within = 30_000): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.body.innerText.includes(wanted),
      { timeout: within, polling: 100 },
      text,
    );
  }

  /** How often the page has a text now. */
  async times(text: string): Promise<number> {
    const shown = await this.page.evaluate(() => document.body.innerText);
    return shown.split(text).length - 1;
  }

  /** Waits until a figure that is marked by that name reads so. */
  async figure(name: string, text: string): Promise<void> {
    await this.page.waitForFunction(
      (selector, wanted) => document.querySelector<HTMLElement>(selector)?.innerText === wanted,
      { timeout: 30_000, polling: 100 },
      `[data-figure="${name}"]`,
      text,
    );
  }

  /** A figure that is marked by that name, once there is one. */
  async figureNow(name: string): Promise<number> {
    const figure = await this.page.waitForFunction(
      (selector) =>
        Number.parseFloat(document.querySelector<HTMLElement>(selector)?.innerText ?? ''),
      { timeout: 30_000, polling: 100 },
      `[data-figure="${name}"]`,
    );
    return Number(await figure.jsonValue());
  }

  /** The rows of the tables in there, their cells with tabs between them. */
  rows(inside: string): Promise<readonly string[]> {
    return this.page.$$eval(`${inside} tr`, (rows) => rows.map(({ innerText }) => innerText));
  }

  /** Waits until it no longer does. */
  async hides(text: string, within = 30_000): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => !document.body.innerText.includes(wanted),
      { timeout: within, polling: 100 },
      text,
    );
  }

  /** Clicks the button, link or list entry of that name, on the page or in what lies over it. */
  async click(
    name: string,
    inside: '' | '[role=dialog]' | '.v-navigation-drawer' = '',
  ): Promise<void> {
    // A dialog that fades away still takes clicks.
    if (!inside) await this.page.waitForSelector('.v-overlay__scrim', { hidden: true });
    await this.page.locator(`${inside} ::-p-aria(${name})`).click();
  }

  /** Types into the field of that label. */
  async type(label: string, text: string): Promise<void> {
    await this.page.locator(`::-p-aria(${label}[role="textbox"])`).fill(text);
  }

  /** Enters several words into the list field of that label. */
  async enter(label: string, words: readonly string[]): Promise<void> {
    await this.page.locator(`::-p-aria(${label}[role="combobox"])`).click();
    for (const word of words) {
      await this.page.keyboard.type(word);
      await this.page.keyboard.press('Enter');
    }
    await this.page.keyboard.press('Escape');
  }

  /** Whether nothing is wider than a window of that width, once all has found its place. */
  async fits(width: number): Promise<boolean> {
    await this.page.setViewport({ width, height: 900 });
    const isWithin = () =>
      document.documentElement.scrollWidth <= document.documentElement.clientWidth;
    return this.page.waitForFunction(isWithin, { timeout: 10_000 }).then(
      () => true,
      () => false,
    );
  }

  /** What the accessibility checker has against what the gateway's pages put there. */
  violations(): Promise<readonly Violation[]> {
    return violationsIn(this.page, '.nrdb-ui-page, .ivy-pages, [role=dialog]');
  }

  /** What can be clicked, but the Tab key does not come to, or without showing that it is there. */
  async outOfReach(): Promise<readonly string[]> {
    const reached = await this.page.evaluateHandle(() => new Set<Element>());
    for (let isOn = true; isOn; ) {
      await this.page.keyboard.press('Tab');
      isOn = await this.page.evaluate((reached) => {
        const { activeElement: element } = document;
        if (!element || element === document.body || reached.has(element)) return false;
        const shown = [element, element.closest('.v-input')].filter((one) => one !== null);
        const isMarked = shown.some(
          (one) =>
            getComputedStyle(one).outlineStyle !== 'none' ||
            one.querySelector('.v-field--focused, .v-selection-control--focus-visible'),
        );
        if (isMarked) reached.add(element);
        return true;
      }, reached);
    }
    return this.page.evaluate((reached) => {
      const clickable = 'a[href], button, input, [tabindex="0"]';
      const all = [
        ...document.querySelectorAll<HTMLElement>(`.nrdb-ui-page :is(${clickable}), .ivy-pages a`),
      ];
      const missed = all.filter(
        (element) =>
          element.checkVisibility() &&
          !element.matches('[disabled], [tabindex="-1"]') &&
          !reached.has(element),
      );
      return missed.map(({ outerHTML }) => outerHTML.slice(0, 200));
    }, reached);
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path: path as `${string}.png` });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
