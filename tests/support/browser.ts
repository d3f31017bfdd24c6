import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { PROJECT_ROOT } from '../../dev/supervisor/entry.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const SCREENSHOTS = join(PROJECT_ROOT, 'artifacts', 'screenshots');

/** A Chromium of this machine: `CHROMIUM_PATH`, or the first that PATH knows. */
export function findChromium(): string {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const candidates = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...(CHROMIUM_PATH ? [CHROMIUM_PATH] : []), ...candidates].find((path) => existsSync(path));
  if (found) return found;
  throw new Error('No Chromium was found: install it (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.');
}

export interface TestBrowser extends AsyncDisposable {
  /** A page of its own, with nothing remembered. */
  open(url: string, size?: { width: number; height: number }): Promise<Page>;
  /** What pages complained about so far: console errors, uncaught errors, refusals of the content security policy. */
  complaints: string[];
}

/** Headless Chromium. Root has no sandbox of its own there, and tests open our own pages only. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  const complaints: string[] = [];
  return {
    complaints,
    async open(url, size = { width: 1_280, height: 800 }) {
      const context = await browser.newContext({ viewport: size, locale: 'en-GB', reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => void complaints.push(`page: ${error.message}`));
      await page.goto(url);
      return page;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Keeps a picture for whoever looks at a run afterwards. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
