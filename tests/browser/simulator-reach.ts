import { describe, expect, test } from '@jest/globals';
import { seen, type PanelLabel } from './simulator-page.js';
import type { SimulatorWorld } from './simulator-world.js';

const TABLETS = [
  { width: 768, height: 1_024 },
  { width: 1_024, height: 768 },
];
const PANELS: [PanelLabel, string][] = [
  ['Phones', 'Patients’ phones'],
  ['Slack', 'Slack'],
  ['Mailbox', 'Mailbox'],
  ['What happened', 'What happened'],
];

/** By the keyboard alone, and on a tablet. */
export function reachTests(world: () => SimulatorWorld): void {
  describe('reach', () => {
    test('a session is booked by Tab, Enter and typing alone', async () => {
      const simulator = await world().open();
      const { page, story } = simulator;
      const wish = await world().wish();
      const form = simulator.modal('Book a session');
      await simulator.tabTo(story.getByRole('button', { name: 'Be Tom and type it' }));
      await page.keyboard.press('Enter');
      await seen(page.locator(':focus[value="/session book"]'));
      await page.keyboard.press('Enter');
      await seen(form.getByLabel('Doctor'));
      await simulator.tabTo(form.getByRole('combobox', { name: 'Patient' }));
      await page.keyboard.type(wish.patient.slice(0, 4));
      await seen(page.getByRole('option', { name: wish.patient }));
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await simulator.tabTo(form.getByLabel('Doctor'));
      await page.keyboard.type(wish.doctor);
      await simulator.tabTo(form.getByLabel('Day'));
      const [year = '', month = '', day = ''] = wish.day.split('-');
      await page.keyboard.type(`${month}${day}${year}`);
      expect(await form.getByLabel('Day').inputValue()).toBe(wish.day);
      await seen(form.getByLabel('Time'));
      await simulator.tabTo(form.getByLabel('Time'));
      await page.keyboard.press('ArrowDown');
      await simulator.tabTo(form.getByRole('button', { name: 'Book', exact: true }));
      await page.keyboard.press('Enter');
      const booked = simulator.modal('Booked');
      await seen(booked.getByText(`${wish.patient} with ${wish.doctor}`));
      await page.keyboard.press('Escape');
      await booked.waitFor({ state: 'detached' });
      await seen(simulator.ticked('Tom books'));
    });

    test.each(TABLETS)('on a tablet of $width × $height nothing is wider than the window', async (size) => {
      const simulator = await world().open(size);
      for (const [tab, title] of PANELS) {
        await simulator.tab(tab);
        const panel = simulator.page.getByRole('region', { name: title, exact: true });
        await seen(panel);
        const others = PANELS.filter(([other]) => other !== tab).map(([, other]) =>
          simulator.page.getByRole('region', { name: other, exact: true }).isVisible(),
        );
        expect(await Promise.all(others)).toEqual([false, false, false]);
        if (tab === 'Phones') await simulator.takePhone('Jonas Weber');
        if (tab === 'Mailbox') await simulator.openMail(/jonas.weber/);
        expect(await simulator.overflow()).toBe(0);
        await world().look(simulator, `simulator-tablet-${size.width}-${tab.replace(' ', '-').toLowerCase()}`);
      }
      await simulator.story.getByRole('button', { name: 'Be Tom and type it' }).click();
      await simulator.slack.getByRole('button', { name: 'Send' }).click();
      const form = simulator.modal('Book a session');
      await seen(form.getByLabel('Doctor'));
      expect(await simulator.overflow()).toBe(0);
      const book = await form.getByRole('button', { name: 'Book', exact: true }).boundingBox();
      expect((book?.y ?? Infinity) + (book?.height ?? 0)).toBeLessThanOrEqual(size.height);
      await world().look(simulator, `simulator-tablet-${size.width}-form`);
      await form.getByRole('button', { name: 'Cancel' }).click();
      await form.waitFor({ state: 'detached' });
    });
  });
}
