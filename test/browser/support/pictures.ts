import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Takes a picture for docs/screenshots, when they are to be taken anew (`KOTAE_SCREENSHOTS=1`). */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env['KOTAE_TEST_SCREENSHOTS']) return;
  const folder = join(process.cwd(), 'docs/screenshots');
  mkdirSync(folder, { recursive: true });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
