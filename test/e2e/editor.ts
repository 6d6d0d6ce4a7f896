import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { EditorNodeDef, EditorNodeInstance, EditorRED } from 'node-red';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { type Violation, violationsIn } from './accessibility';

declare const RED: EditorRED;

export type Theme = 'light' | 'dark';
export type Language = 'en-US' | 'zh-CN' | 'tr' | 'de';

const GATEWAY = 'ivy-gateway';
const TRAY = '.red-ui-tray';
/** Of several on tabs, the one that is shown. */
const DIALOG = `${TRAY} .ivy-dialog:not([style*="none"])`;
const NODE_REDS_OWN = ['[id^=red-ui-trap]', '.red-ui-tabs', '.red-ui-editableList-item-remove'];

/** Debian's Chromium, without a window, on a profile of its own that goes with it. */
export async function launchChromium(): Promise<Browser> {
  const path = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  return puppeteer.launch({
    executablePath: path,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  });
}

/** Node-RED's editor in a browser. */
export class Editor {
  /** What the editor has reported as errors; that the internet is away or the gateway not deployed is none. */
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    url: string,
    theme: Theme,
    language: Language = 'en-US',
  ): Promise<Editor> {
    const page = await browser.newPage();
    const editor = new Editor(page);
    page.on('pageerror', (error) => editor.errors.push(String(error)));
    page.on('console', (message) => {
      const source = message.location().url ?? url;
      const isOurs = source.startsWith(url) && !source.includes(`/${idOf(GATEWAY)}/`);
      if (message.type() === 'error' && isOurs) editor.errors.push(message.text());
    });
    await page.setViewport({ width: 1300, height: 900 });
    // The name that tsx gives functions in functions is set by a helper which pages do not have.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named;');
    await page.evaluateOnNewDocument(
      (theme, language) => {
        localStorage.setItem('view-dark-theme', theme);
        localStorage.setItem('editor-language', language);
      },
      theme,
      language,
    );
    await refuseTourAndTips(url);
    await page.goto(url);
    await page.waitForSelector('#red-ui-loading-progress', { hidden: true });
    await page.waitForFunction(() => RED.workspaces.active());
    return editor;
  }

  /**
   * Puts a node on the canvas with the defaults of its palette entry, in place of the one that may be there.
   * The gateway must be the first.
   */
  async place(type: string, properties: Record<string, unknown> = {}): Promise<void> {
    const place = type === GATEWAY ? {} : { x: 300, y: 100, wires: [], gateway: idOf(GATEWAY) };
    await this.page.evaluate(
      (type, given) => {
        const defaults = Object.entries(RED.nodes.getType(type).defaults);
        const values = Object.fromEntries(defaults.map(([name, { value }]) => [name, value]));
        if (RED.nodes.node(given.id)) RED.nodes.remove(given.id);
        const flow = 'wires' in given ? { z: RED.workspaces.active() } : {};
        RED.nodes.import([{ ...flow, ...values, ...given, type }]);
        RED.nodes.dirty(true);
      },
      type,
      { id: idOf(type), ...place, ...properties },
    );
  }

  /** What a placed node stores for a property. */
  async stored(type: string, property: string): Promise<unknown> {
    return this.page.evaluate(
      (id, property) => (RED.nodes.node(id) as Record<string, unknown>)[property],
      idOf(type),
      property,
    );
  }

  /** What the editor says against the properties of a placed node. */
  async faultsOf(type: string): Promise<readonly string[]> {
    return this.page.evaluate((id) => {
      const node = RED.nodes.node(id) as EditorNodeInstance & { validationErrors?: string[] };
      RED.editor.validateNode(node);
      return node.validationErrors ?? [];
    }, idOf(type));
  }

  /** The nodes of all tabs that the editor marks as wrong, and what is wrong. */
  async faults(): Promise<readonly string[]> {
    return this.page.evaluate(() => {
      const wrong: string[] = [];
      const look = (one: object): boolean => {
        const node = one as EditorNodeInstance & { validationErrors?: string[] };
        if (!RED.editor.validateNode(node)) {
          wrong.push(`${node.type} ${node.name}: ${node.validationErrors}`);
        }
        return true;
      };
      RED.nodes.eachNode(look);
      RED.nodes.eachConfig(look);
      return wrong;
    });
  }

  /** What pointing at the ports of a placed node shows: inputs, then outputs. */
  async portLabels(type: string): Promise<readonly string[]> {
    return this.page.evaluate((id) => {
      const node = RED.nodes.node(id) as EditorNodeInstance & { _def: EditorNodeDef };
      const { inputs = 0, outputs = 0, inputLabels, outputLabels } = node._def;
      const labelOf = (label: typeof inputLabels | typeof outputLabels, index: number) =>
        String(typeof label === 'function' ? label.call(node, index) : label);
      return [
        ...Array.from({ length: inputs }, (_, index) => labelOf(inputLabels, index)),
        ...Array.from({ length: outputs }, (_, index) => labelOf(outputLabels, index)),
      ];
    }, idOf(type));
  }

  /** The palette's category of that name, as a person reads it: its title, then its nodes. */
  async category(name: string): Promise<readonly string[]> {
    return this.page.$$eval(
      `#red-ui-palette-container-${name} :is(.red-ui-palette-header span, .red-ui-palette-label)`,
      (parts) => parts.map((part) => (part.textContent ?? '').replace(/\s+/g, ' ')),
    );
  }

  /** `tab`: what is written on the tab to be seen, where that is not the first. */
  async openDialog(type: string, tab?: string): Promise<void> {
    await this.page.evaluate(
      (type, id, gateway) => {
        if (type === gateway) RED.editor.editConfig('', type, id, 'node-config-input');
        else RED.editor.edit(RED.nodes.node(id) as object);
      },
      type,
      idOf(type),
      GATEWAY,
    );
    await this.page.waitForSelector(DIALOG, { visible: true });
    // Dialogs slide in; a locator acts when its element has come to rest.
    await this.page.locator(buttons('cancel')).hover();
    if (tab !== undefined)
      await this.page.locator(`${TRAY} .red-ui-tabs ::-p-text(${tab})`).click();
  }

  /** Closes the dialog with its button, `ok` or `cancel`. */
  async closeDialog(button: 'ok' | 'cancel'): Promise<void> {
    await this.page.locator(buttons(button)).click();
    await this.page.waitForSelector(TRAY, { hidden: true });
  }

  /** The dialog as a person reads it: label and what its field shows, a placeholder in brackets. */
  async rows(): Promise<Record<string, string>> {
    const rows = await this.page.$$eval(`${DIALOG} > .form-row`, (rows) =>
      rows.map((row) => {
        const label = row.querySelector('label')?.textContent?.trim() ?? '';
        const choice = row.querySelector('.red-ui-typedInput-option-trigger');
        const text = row.querySelector<HTMLInputElement>('input:not([type="hidden"])');
        const select = row.querySelector('select');
        if (select) return [label, select.selectedOptions[0]?.text ?? ''];
        if (choice?.checkVisibility()) return [label, choice.textContent ?? ''];
        if (text?.type === 'checkbox') return [label, text.checked ? 'on' : 'off'];
        return [label, text?.value || `(${text?.placeholder})`];
      }),
    );
    return Object.fromEntries(rows);
  }

  /** Closes the columns on both sides, which leave no room for dialogs on narrow screens. */
  async closeSidebars(): Promise<void> {
    await this.page.evaluate(() => {
      for (const side of ['left', 'right'])
        RED.actions.invoke(`core:toggle-${side}-sidebar`, false);
    });
  }

  /** Gives the window another width; the open dialog follows. */
  async resize(width: number): Promise<void> {
    await this.page.setViewport({ width, height: 900 });
    await this.page.locator(buttons('cancel')).hover();
  }

  /** What is cut off or out of place in the open dialog: labels of two lines, texts longer than their field. */
  async misfits(): Promise<readonly string[]> {
    const found = await this.#misfitsNow();
    if (found.length === 0) return found;
    // On a busy machine parts may still be on the way to their places.
    await delay(1_000);
    return this.#misfitsNow();
  }

  #misfitsNow(): Promise<readonly string[]> {
    return this.page.$eval(TRAY, (tray) => {
      const { right } = tray.getBoundingClientRect();
      const canvas = document.createElement('canvas').getContext('2d');
      const isCut = (element: HTMLElement): boolean => {
        if (element.getBoundingClientRect().right > right + 1) return true;
        if (element.matches('label')) return element.offsetHeight >= 30;
        if (!element.matches('select') || !canvas) return element.scrollWidth > element.offsetWidth;
        const [chosen] = (element as HTMLSelectElement).selectedOptions;
        // Node-RED's own words for a configuration that is to be added.
        if (chosen?.value === '_ADD_') return false;
        const { font, paddingLeft, paddingRight } = getComputedStyle(element);
        canvas.font = font;
        const { width } = canvas.measureText(chosen?.text ?? '');
        const arrow = 21;
        return (
          parseFloat(paddingLeft) + width + parseFloat(paddingRight) + arrow > element.clientWidth
        );
      };
      const parts = [
        'label',
        'select',
        'button',
        'small',
        'summary',
        '.red-ui-typedInput-container',
      ];
      const found = tray.querySelectorAll<HTMLElement>(`:is(.ivy-dialog, .ivy-try) :is(${parts})`);
      return Array.from(found, (element) =>
        element.checkVisibility() && isCut(element) ? element.innerText.trim() : '',
      ).filter((text) => text !== '');
    });
  }

  /** What the accessibility checker has against the open dialog, but for Node-RED's own parts of it. */
  violations(): Promise<readonly Violation[]> {
    return violationsIn(this.page, `${TRAY} .red-ui-tray-body`, NODE_REDS_OWN);
  }

  /** What "try it" of the open dialog says of octets: its lines, cells of a row with bars between them. */
  async tried(hex: string): Promise<readonly string[]> {
    const summary = `${DIALOG} ~ .ivy-try summary`;
    const isOpen = await this.page.$eval(summary, (e) => e.parentElement?.hasAttribute('open'));
    if (!isOpen) await this.page.click(summary);
    const field = `${DIALOG} ~ .ivy-try textarea`;
    await this.page.$eval(field, (element, hex) => $(element).val(hex).trigger('input'), hex);
    const lines = ':is(strong, tr, p)';
    const answer = `${DIALOG} ~ .ivy-try .ivy-try-answer`;
    await this.page.waitForSelector(`${answer} ${lines}`);
    return this.page.$$eval(`${answer} ${lines}`, (found) =>
      found.map((line) => {
        const cells = Array.from(line.children, (cell) => cell.textContent);
        return cells.length > 0 ? cells.join(' | ') : (line.textContent ?? '');
      }),
    );
  }

  /** Types a value into a property's field. */
  async type(type: string, property: string, text: string): Promise<void> {
    const field = fieldOf(type, property);
    await this.page.click(field, { count: 3 });
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Tab');
  }

  /** What the editor says against a property's value when one points at its field; empty for nothing. */
  async objection(type: string, property: string): Promise<string> {
    const field = fieldOf(type, property);
    const isMarked = await this.page.$eval(field, (e) => e.classList.contains('input-error'));
    if (!isMarked) return '';
    await this.page.mouse.move(0, 0);
    await this.page.waitForSelector('.red-ui-popover', { hidden: true });
    await this.page.hover(field);
    const tooltip = await this.page.waitForSelector('.red-ui-popover-content', { visible: true });
    return (await tooltip?.evaluate((element) => element.textContent)) ?? '';
  }

  /** Picks a choice from the list of a property's field by its label. */
  async pick(type: string, property: string, label: string): Promise<void> {
    await this.page.click(`${fieldOf(type, property)} + div .red-ui-typedInput-option-trigger`);
    await this.page
      .locator(`.red-ui-typedInput-options:not([style*="none"]) ::-p-text(${label})`)
      .click();
  }

  /** What is offered first when words are typed into a field. */
  async firstCompletion(field: string, words: string): Promise<string> {
    await this.page.click(field, { count: 3 });
    // At once, so that nothing is offered for half a word; the list waits for the event of a key.
    await this.page.keyboard.sendCharacter(words);
    await this.page.keyboard.press('End');
    const offered = '.red-ui-autoComplete-container:not([style*="none"]) li:first-child';
    const first = await this.page.waitForSelector(offered, { visible: true });
    const text = (await first?.evaluate((element) => element.textContent)) ?? '';
    await this.page.keyboard.press('Escape');
    await this.page.waitForSelector(offered, { hidden: true });
    return text;
  }

  /** Adds a row to a list with these texts in its fields, by the names of their properties. */
  async addRow(list: string, fields: Readonly<Record<string, string>>): Promise<void> {
    await this.page.click(`${list} .red-ui-editableList-addButton`);
    for (const [property, text] of Object.entries(fields)) {
      const field = `${list} li:last-child [data-property="${property}"]`;
      await this.page.$eval(field, (element, text) => $(element).val(text), text);
    }
  }

  async screenshot(path: string): Promise<void> {
    const tray = await this.page.$(TRAY);
    await tray?.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/**
 * Keeps the tour of Node-RED's novelties from covering the dialogs. Its tips are an error of its own where a page takes
 * more than a second to load: they come before their place in the sidebar is there.
 */
async function refuseTourAndTips(url: string): Promise<void> {
  await fetch(`${url}/settings/user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({
      editor: { view: { 'view-show-welcome-tours': false, 'view-show-tips': false } },
    }),
  });
}

function idOf(type: string): string {
  return `one-${type}`;
}

function buttons(name: 'ok' | 'cancel'): string {
  return `#node-dialog-${name}, #node-config-dialog-${name}`;
}

function fieldOf(type: string, property: string): string {
  return `#node-${type === GATEWAY ? 'config-' : ''}input-${property}`;
}
