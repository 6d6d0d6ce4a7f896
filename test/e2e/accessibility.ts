import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { root } from './runtime';

const AXE = readFileSync(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** What the accessibility checker says against a page. */
export interface Violation {
  readonly id: string;
  readonly nodes: readonly string[];
}

/** What is hard to see, or to reach without a mouse or eyes, in a part of a page. */
export async function violationsIn(
  page: Page,
  part: string,
  except: readonly string[] = [],
): Promise<readonly Violation[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    async (part, except) => {
      const { axe } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
      const { violations } = await axe.run(
        { include: [[part]], exclude: except.map((selector) => [selector]) },
        { runOnly: ['wcag2a', 'wcag2aa'] },
      );
      return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
    },
    part,
    except,
  );
}
