import { describe, expect, test } from '@jest/globals';
import { seen, type SimulatorPage } from './simulator-page.js';
import type { SimulatorWorld, Wish } from './simulator-world.js';

/** The main story, as the page's own checklist leads through it. */
export function storyTests(world: () => SimulatorWorld): void {
  describe('the story', () => {
    test('the secretary books by the form, the doctor approves on the card, the patient answers 1', async () => {
      const simulator = await world().open();
      const wish = await world().wish();
      const code = await bookByForm(world(), simulator, wish);
      await approveOnCard(world(), simulator, wish, code);
      await answerOne(world(), simulator, wish, code);
      await readMail(world(), simulator, wish);
      await readHistory(world(), simulator, wish, code);
    });
  });
}

async function bookByForm(world: SimulatorWorld, simulator: SimulatorPage, wish: Wish): Promise<string> {
  const { page, story, slack } = simulator;
  await story.getByRole('button', { name: 'Be Tom and type it' }).click();
  await slack.getByRole('button', { name: 'Send' }).click();
  const form = simulator.modal('Book a session');
  await seen(form.getByLabel('Doctor'));
  await world.look(simulator, 'simulator-1-form');
  await form.getByRole('combobox', { name: 'Patient' }).pressSequentially(wish.patient.slice(0, 4).toLowerCase());
  await page.getByRole('option', { name: wish.patient }).click();
  await form.getByLabel('Doctor').selectOption({ label: wish.doctor });
  await form.getByLabel('Day').fill(wish.day);
  const times = form.getByLabel('Time');
  await times.selectOption({ value: wish.startsAt });
  expect(await form.getByRole('combobox', { name: 'Patient' }).inputValue()).toBe(wish.patient);
  await world.look(simulator, 'simulator-2-form-filled');
  await form.getByRole('button', { name: 'Book', exact: true }).click();
  const booked = simulator.modal('Booked');
  await seen(booked.getByText('The patient hears “requested, not yet confirmed”'));
  const words = await booked.innerText();
  expect(words).toContain(wish.time);
  const [, code = ''] = /Booked (\w+): /.exec(words) ?? [];
  expect(words).toContain(`Booked ${code}: ${wish.patient} with ${wish.doctor}`);
  await seen(simulator.ticked('Tom books'));
  await world.look(simulator, 'simulator-3-booked');
  await booked.getByRole('button', { name: 'Done' }).click();
  await booked.waitFor({ state: 'detached' });
  return code;
}

async function approveOnCard(world: SimulatorWorld, simulator: SimulatorPage, wish: Wish, code: string) {
  const { story, slack } = simulator;
  await simulator.takePhone(wish.patient);
  await seen(simulator.texts.getByText(/requested, not yet confirmed/));
  await seen(simulator.texts.getByText(/delivered/));
  await story.getByRole('button', { name: `Be ${wish.doctor}` }).click();
  const card = simulator.message(code);
  await seen(card.getByText(`New request ${code}`));
  expect(await card.innerText()).not.toContain(wish.patient);
  await world.look(simulator, 'simulator-4-card');
  await slack.getByRole('button', { name: `Approve request ${code}` }).click();
  await seen(card.getByText(`Approved by ${wish.doctor}`));
  await seen(card.getByText('edited'));
  expect(await card.getByRole('button').count()).toBe(0);
  await seen(simulator.ticked('The doctor decides'));
}

async function answerOne(world: SimulatorWorld, simulator: SimulatorPage, wish: Wish, code: string) {
  const { story, phones, texts } = simulator;
  await story.getByRole('button', { name: 'Take the phone and type 1' }).click();
  const prompt = texts.getByText(new RegExp(`approved.*Reply 1 to confirm.*${code}`));
  await seen(prompt);
  expect(await phones.getByRole('textbox').inputValue()).toBe('1');
  await world.look(simulator, 'simulator-5-phone');
  await phones.getByRole('button', { name: 'Send' }).click();
  await seen(texts.getByText(/thank you for confirming/));
  await seen(simulator.ticked('The patient answers'));
  await seen(simulator.message(code).getByText('Patient has confirmed'));
  await simulator.be('Tom Becker');
  await seen(simulator.message(code).getByText(`Approved by ${wish.doctor}`));
}

async function readMail(world: SimulatorWorld, simulator: SimulatorPage, wish: Wish) {
  const letter = await simulator.openMail(new RegExp(`Approved.*${wish.email}.*invitation`));
  await seen(letter.getByText(`to ${wish.email}`));
  await seen(letter.frameLocator('iframe').getByText(wish.doctor));
  await world.look(simulator, 'simulator-6-mail');
  await letter.getByRole('tab', { name: 'Text' }).click();
  await seen(letter.getByText(new RegExp(`approved`, 'i')));
  await letter.getByRole('tab', { name: 'Invitation' }).click();
  await seen(letter.getByText('Add to the calendar'));
  await seen(letter.getByText(`${wish.time}–`));
  await letter.getByText('As sent').click();
  await seen(letter.getByText('BEGIN:VCALENDAR'));
  await world.look(simulator, 'simulator-7-invitation');
}

async function readHistory(world: SimulatorWorld, simulator: SimulatorPage, wish: Wish, code: string) {
  const timeline = await simulator.timeline(code);
  await seen(timeline.getByText(`${wish.patient} confirmed to come, by text`));
  await seen(timeline.getByText('Text about the patient’s yes: delivered'));
  const steps = (await timeline.getByRole('listitem').allInnerTexts()).map((line) => line.replace(/^\S+\s+/, ''));
  const deeds = steps.filter((line) => /, (in Slack|by text)$/.test(line));
  expect(deeds).toEqual([
    `${wish.patient} confirmed to come, by text`,
    `${wish.doctor} approved it, in Slack`,
    'Tom Becker booked the session, in Slack',
  ]);
  expect(steps.filter((line) => /^Text about/.test(line))).toHaveLength(3);
  expect(steps.filter((line) => /failed|waiting/.test(line))).toEqual([]);
  const link = await timeline.getByRole('link', { name: 'Workflow in Temporal' }).getAttribute('href');
  expect(link).toMatch(
    new RegExp(`^${world.stack.card().temporal.ui}/namespaces/\\w+/workflows/session%2F[0-9a-f-]{36}`),
  );
  expect((await fetch(String(link))).status).toBe(200);
}
