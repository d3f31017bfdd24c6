import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFaults, keepScreenshot, openBrowser, type TestBrowser } from '../support/browser.js';
import { createDemoPeople, type DemoPeople } from '../support/demo-people.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';

export const PHONE_SIZE = { width: 360, height: 800 };
export const DESKTOP_SIZE = { width: 1_440, height: 900 };
export const GOOD_PASSWORD = 'copper-violet-harbour-39';

export interface Person {
  fullName: string;
  email: string;
  password: string;
}

export interface AccountWorld extends AsyncDisposable {
  stack: TestStack;
  people: DemoPeople;
  web: string;
  /** A browser of its own, at a path of the app. */
  open(path: string, size?: { width: number; height: number }): Promise<Page>;
  /** A patient who has signed up, past the app. */
  newPatient(): Promise<Person>;
  /** The link in the newest mail to an address. */
  mailedLink(email: string, path: string): Promise<string>;
  /** Keeps a picture, and lets axe-core look at the page in light and dark. */
  look(page: Page, name: string): Promise<void>;
  /** Takes complaints away that a test provoked. */
  forgive(provoked: RegExp): void;
  /** Ends the pages of a test; nothing but what was forgiven may have been complained about. */
  settle(): Promise<void>;
}

/** What a browser notes of an answer that refuses. */
export const refusal = (status: number): RegExp => new RegExp(`Failed to load resource.* ${status} `);

/** One clinic and one browser for all tests of the account pages. */
export async function startAccountWorld(): Promise<AccountWorld> {
  const [stack, browser] = await Promise.all([startTestStack({ web: true }), openBrowser()]);
  const web = String(stack.card().web);
  const people = createDemoPeople(() => stack.card());
  const pages: Page[] = [];
  let patients = 0;
  return {
    stack,
    people,
    web,
    look,
    async open(path, size) {
      const page = await browser.open(`${web}${path}`, size);
      pages.push(page);
      return page;
    },
    async newPatient() {
      const person = {
        fullName: 'Nora Prueba',
        email: `nora${++patients}@patients.example`,
        password: GOOD_PASSWORD,
      };
      await register(web, person);
      return person;
    },
    mailedLink: (email, path) =>
      waitFor(
        async () =>
          linkIn(
            (await people.mails(email)).map(({ text }) => text),
            `${web}${path}#token=`,
          ),
        {
          timeoutMs: 20_000,
          describe: `a mail to ${email} with a link to ${path}`,
        },
      ),
    forgive: (provoked) => forgive(browser, provoked),
    async settle() {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
      expect(browser.complaints.splice(0)).toEqual([]);
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await stack[Symbol.asyncDispose]();
    },
  };
}

async function register(web: string, person: Person): Promise<void> {
  const answer = await fetch(`${web}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  expect(answer.status).toBe(201);
}

function linkIn(texts: string[], start: string): string | undefined {
  return texts
    .flatMap((text) => text.split(/[\s<>]+/))
    .filter((word) => word.startsWith(start))
    .at(-1);
}

function forgive({ complaints }: TestBrowser, provoked: RegExp): void {
  complaints.splice(0, Infinity, ...complaints.filter((complaint) => !provoked.test(complaint)));
}

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await keepScreenshot(page, `${name}-${colorScheme}`);
    expect({ name, colorScheme, faults: await accessibilityFaults(page) }).toEqual({ name, colorScheme, faults: [] });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const tooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect({ name, tooWide: await page.evaluate<boolean>(tooWide) }).toEqual({ name, tooWide: false });
}
