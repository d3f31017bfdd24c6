import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../support/wait-for.js';

export type PanelLabel = 'Phones' | 'Slack' | 'Mailbox' | 'What happened';

/** The simulator's page as a person uses it: everything is found by what is written on it. */
export interface SimulatorPage {
  page: Page;
  story: Locator;
  slack: Locator;
  phones: Locator;
  mailbox: Locator;
  history: Locator;
  /** A step of the story that is ticked. */
  ticked(title: string): Locator;
  /** Becomes somebody through the list of people. */
  be(fullName: string): Promise<void>;
  openPeople(): Promise<Locator>;
  /** A conversation, or the Home tab, in Slack's sidebar. */
  go(place: RegExp): Promise<void>;
  /** Types a line and sends it; returns when the app has taken it. */
  command(line: string): Promise<void>;
  /** The newest message that says so. */
  message(says: string | RegExp): Locator;
  modal(title: string | RegExp): Locator;
  takePhone(owner: string): Promise<Locator>;
  /** The texts of the phone that is open. */
  texts: Locator;
  openMail(subject: string | RegExp): Promise<Locator>;
  /** What happened to one session. */
  timeline(code: string): Promise<Locator>;
  /** Switches something in "Break something". */
  trouble(label: string, on: boolean): Promise<void>;
  tab(label: PanelLabel): Promise<void>;
  /** Presses Tab until the focus is there. */
  tabTo(target: Locator): Promise<void>;
  /** Pixels by which the page is wider than the window. */
  overflow(): Promise<number>;
}

const TABS_MAX = 60;

/** Waits until it can be seen. */
export const seen = (what: Locator): Promise<void> => what.first().waitFor({ state: 'visible' });

/** Waits until it cannot be seen. */
export const gone = (what: Locator): Promise<void> => what.first().waitFor({ state: 'hidden' });

/** Turns a switch, and waits until what it does is done. */
export async function turn(change: Locator, on: boolean): Promise<void> {
  if ((await change.isChecked()) !== on) await change.click();
  const settled = async () =>
    (await change.isChecked()) === on && (await change.getAttribute('aria-disabled')) === null;
  await waitFor(settled, { describe: `the switch to be ${on ? 'on' : 'off'}` });
}

export function createSimulatorPage(page: Page): SimulatorPage {
  const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
  const [story, slack, phones] = [region('Try the story'), region('Slack'), region('Patients’ phones')];
  const [mailbox, history] = [region('Mailbox'), region('What happened')];
  const backTo = async (panel: Locator, name: RegExp): Promise<void> => {
    const back = panel.getByRole('button', { name });
    if (await back.isVisible()) await back.click();
  };
  const openPeople = async (): Promise<Locator> => {
    await slack.getByRole('button', { name: /be somebody else$/ }).click();
    return page.getByRole('dialog', { name: 'People in this workspace' });
  };
  const focused = page.locator(':focus');
  return {
    page,
    story,
    slack,
    phones,
    mailbox,
    history,
    openPeople,
    texts: phones.getByRole('log', { name: 'Texts' }),
    ticked: (title) => story.getByRole('heading', { name: `${title} (done)` }),
    async be(fullName) {
      await (await openPeople()).getByRole('button', { name: new RegExp(`^${fullName}`) }).click();
      await seen(slack.getByRole('button', { name: new RegExp(`You are ${fullName}`) }));
    },
    go: (place) => slack.getByRole('navigation').getByRole('button', { name: place }).click(),
    async command(line) {
      const field = slack.getByRole('textbox', { name: /^Command in/ });
      await field.fill(line);
      await slack.getByRole('button', { name: 'Send' }).click();
      await waitFor(async () => (await field.inputValue()) === '', { describe: `the app to take ${line}` });
    },
    message: (says) => slack.getByRole('article').filter({ hasText: says }).last(),
    modal: (name) => slack.getByRole('dialog', { name }),
    async takePhone(owner) {
      await backTo(phones, /All phones/);
      await phones.getByRole('button', { name: owner }).click();
      return phones.getByRole('region', { name: `Phone of ${owner}` });
    },
    async openMail(subject) {
      await backTo(mailbox, /All mail/);
      await mailbox.getByRole('button', { name: subject }).first().click();
      return mailbox.getByRole('article');
    },
    async timeline(code) {
      await history.getByRole('button', { name: code }).click();
      return history.getByRole('region', { name: `What happened to ${code}` });
    },
    async trouble(label, on) {
      await page.getByRole('button', { name: /^Break something/ }).click();
      const change = page.getByRole('switch', { name: label });
      await turn(change, on);
      await page.keyboard.press('Escape');
      await gone(change);
    },
    tab: (name) => page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name }).click(),
    async tabTo(target) {
      for (let count = 0; count < TABS_MAX; count += 1) {
        if ((await target.and(focused).count()) > 0) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`The Tab key does not lead to ${String(target)}.`);
    },
    overflow: () =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  };
}
