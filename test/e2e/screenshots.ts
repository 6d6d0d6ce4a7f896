import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Editor } from './editor';

const FOLDER = join(__dirname, 'screenshots');

/** Takes a picture of the open dialog, for people who ask for it with IVY_SCREENSHOTS=1. */
export async function takeScreenshot(editor: Editor, name: string): Promise<void> {
  if (process.env['IVY_SCREENSHOTS'] !== '1') return;
  mkdirSync(FOLDER, { recursive: true });
  await editor.screenshot(join(FOLDER, `${name}.png`));
}
