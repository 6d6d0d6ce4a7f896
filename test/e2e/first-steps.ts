import type { EditorRED } from 'node-red';
import type { ElementHandle } from 'puppeteer-core';
import type { Editor } from './editor';

declare const RED: EditorRED;

/** npm may have much to fetch. */
const PATIENCE = { timeout: 120_000 };
const MENU = '#red-ui-header-button-sidemenu';
const NOTES = '#red-ui-notifications';
const IMPORT = '#red-ui-clipboard-dialog-import-tab';
const IMPORT_BUTTON = '#red-ui-clipboard-dialog-ok';

/** Installs a tarball by the upload button of the palette manager. */
export async function uploadToPalette(editor: Editor, tarball: string): Promise<void> {
  const { page } = editor;
  await choose(editor, '#menu-item-edit-palette');
  await page.locator('.red-ui-tray .red-ui-tabs ::-p-text(Install)').click();
  const field = await page.waitForSelector('.red-ui-palette-editor-upload-button input');
  await (field as ElementHandle<HTMLInputElement>).uploadFile(tarball);
  await page.locator('.red-ui-palette-editor-upload .primary').click();
  await noted(editor, 'Nodes added to palette');
  await page.locator('#node-dialog-ok').click();
  await page.waitForSelector('.red-ui-tray', { hidden: true });
}

/** Imports an example from the menu. */
export async function importExample(editor: Editor, module: string, title: string): Promise<void> {
  const { page } = editor;
  await choose(editor, '#menu-item-import');
  await page.locator(`${IMPORT}s ::-p-text(Examples)`).click();
  for (const label of [module, title]) {
    // Lists slide open: where the mouse would go to, there is soon another title.
    const entry = await page.waitForSelector(`${IMPORT}-examples ::-p-text(${label})`);
    await entry?.evaluate((element) => (element as HTMLElement).click());
  }
  await page.locator(IMPORT_BUTTON).click();
  await page.waitForSelector(IMPORT_BUTTON, { hidden: true });
}

/** The modules that the editor says are missing, once it does. */
export async function missingModules(editor: Editor): Promise<readonly string[]> {
  await noted(editor, 'Install all');
  const notes = `${NOTES} .red-ui-notification`;
  return editor.page.$$eval(notes, (found) => {
    const about = found.find((note) => note.textContent?.includes('Install all'));
    return Array.from(about?.querySelectorAll('li') ?? [], (item) => item.textContent ?? '');
  });
}

/** Has the editor install what is missing, and waits until it knows all nodes. */
export async function installAll(editor: Editor): Promise<void> {
  const { page } = editor;
  await page.locator(`${NOTES} ::-p-text(Install all)`).click();
  await noted(editor, 'Successfully installed modules');
  await page.waitForFunction(() => {
    let unknown = 0;
    const look = (node: object): boolean => {
      if ('type' in node && node.type === 'unknown') unknown++;
      return true;
    };
    RED.nodes.eachNode(look);
    RED.nodes.eachConfig(look);
    return unknown === 0;
  }, PATIENCE);
}

export async function deploy(editor: Editor): Promise<void> {
  await editor.page.locator('#red-ui-header-button-deploy').click();
  await noted(editor, 'Successfully deployed');
}

async function choose({ page }: Editor, entry: string): Promise<void> {
  await page.locator(MENU).click();
  await page.locator(entry).click();
}

/** Waits until the editor says so. */
async function noted({ page }: Editor, text: string): Promise<void> {
  await page.waitForSelector(`${NOTES} ::-p-text(${text})`, PATIENCE);
}
