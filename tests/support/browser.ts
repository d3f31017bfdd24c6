import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { PROJECT_ROOT } from '../../dev/supervisor/entry.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const SCREENSHOTS = join(PROJECT_ROOT, 'artifacts', 'screenshots');
/** How long a page may take over one thing while other tests keep the machine busy. */
const PATIENCE_MS = 30_000;

/** A Chromium of this machine: `CHROMIUM_PATH`, or the first that PATH knows. */
export function findChromium(): string {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const candidates = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...(CHROMIUM_PATH ? [CHROMIUM_PATH] : []), ...candidates].find((path) => existsSync(path));
  if (found) return found;
  throw new Error('No Chromium was found: install it (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.');
}

export interface TestBrowser extends AsyncDisposable {
  /** A page of its own, with nothing remembered; `page.context().close()` ends it. */
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
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
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

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/**
 * What axe-core finds wrong with the page as it is now, one line each. Its source is evaluated, since a content security
 * policy forbids a script tag; documents in frames are not looked into.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const hasAxe = await page.evaluate<boolean>('"axe" in window');
  if (!hasAxe) await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { iframes: false, resultTypes: ["violations"] })',
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help} ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}
