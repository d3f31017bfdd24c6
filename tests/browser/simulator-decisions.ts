import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { gone, seen } from './simulator-page.js';
import type { SimulatorWorld, Wish } from './simulator-world.js';

const NOTE = 'Operating theatre all morning';

/** A refusal, and decisions from the Home tab. */
export function decisionTests(world: () => SimulatorWorld): void {
  describe('decisions', () => {
    test('a refusal needs both fields; the patient reads kind words and never the note', async () => {
      const simulator = await world().open();
      const wish = await world().wish();
      const { code } = await world().book(wish);
      await simulator.be(wish.doctor);
      await simulator.slack
        .getByRole('button', { name: new RegExp(`${code}$`) })
        .filter({ hasText: 'Reject' })
        .click();
      const modal = simulator.modal('Reject request');
      const [why, note] = [modal.getByLabel('Why?'), modal.getByLabel('Note for the office')];
      await modal.getByRole('button', { name: 'Reject', exact: true }).click();
      await seen(modal.getByText('Please fill this in.').nth(1));
      expect(await why.getAttribute('aria-invalid')).toBe('true');
      expect(await note.getAttribute('aria-invalid')).toBe('true');
      await world().look(simulator, 'simulator-8-refusal');
      await why.selectOption({ label: 'I am not available at that time' });
      await note.fill('   ');
      await modal.getByRole('button', { name: 'Reject', exact: true }).click();
      expect(await note.getAttribute('aria-invalid')).toBe('true');
      await note.fill(NOTE);
      await modal.getByRole('button', { name: 'Reject', exact: true }).click();
      await modal.waitFor({ state: 'detached' });
      await seen(simulator.message(code).getByText(`Rejected by ${wish.doctor}`));
      await seen(simulator.story.getByText(`${wish.doctor} said no to ${code}`));
      await simulator.takePhone(wish.patient);
      await seen(simulator.texts.getByText(new RegExp(`we are sorry.*is not possible.*${code}`)));
      const letter = await simulator.openMail(new RegExp(`About your request.*${wish.email}`));
      await letter.getByRole('tab', { name: 'Text' }).click();
      await seen(letter.getByText('We are sorry'));
      const patientsPart = `${await simulator.phones.innerText()} ${await simulator.mailbox.innerText()}`;
      expect(patientsPart).not.toContain(NOTE);
    });

    test('Home shows what waits and what today brings; a request is approved there', async () => {
      const simulator = await world().open();
      const wish = await world().wish();
      const { code } = await world().book(wish);
      await simulator.be(wish.doctor);
      await simulator.go(/Home/);
      const home = simulator.slack.getByRole('region', { name: 'Home tab' });
      await seen(home.getByText(/Waiting for a decision \([1-9]/));
      await seen(home.getByText(/^Today, /));
      const approve = home.getByRole('button', { name: `Approve request ${code}` });
      await seen(approve);
      await world().look(simulator, 'simulator-9-home');
      await approve.click();
      await gone(approve);
      await seen(home.getByText(new RegExp(`${code}.*approved|approved.*${code}`, 'i')));
      await simulator.takePhone(wish.patient);
      await seen(simulator.texts.getByText(new RegExp(`approved.*${code}`)));
      await simulator.go(/Clinic Sessions/);
      await seen(simulator.message(code).getByText(`Approved by ${wish.doctor}`));
    });
  });
}

/** Books by one line while decisions have to be made within a minute. Returns the code. */
export async function bookShortly(world: SimulatorWorld, wish: Wish): Promise<string> {
  await setDecisionDeadline(world, 1);
  const simulator = await world.open();
  await simulator.command(`/session book "${wish.doctor}" "${wish.patient}" ${wish.day} ${wish.time}`);
  const answer = simulator.message(/Booked \w+/);
  await seen(answer);
  await seen(answer.getByText('Only visible to you'));
  const [, code = ''] = /Booked (\w+):/.exec(await answer.innerText()) ?? [];
  await setDecisionDeadline(world, 1_440);
  await world.settle();
  return code;
}

/** What became of a request that nobody decided. */
export function expiryTests(world: () => SimulatorWorld, request: () => { wish: Wish; code: string }): void {
  test('nobody decides in time: the phone says so, the card too, and neither says that it was refused', async () => {
    const { wish, code } = request();
    const simulator = await world().open();
    const { phones, texts } = simulator;
    await simulator.takePhone(wish.patient);
    const words = texts.getByText(new RegExp(`we did not manage to answer your request.*in time.*${code}`));
    await words.waitFor({ timeout: 75_000 });
    await simulator.be(wish.doctor);
    await seen(simulator.message(code).getByText('Expired: nobody decided in time'));
    await seen((await simulator.timeline(code)).getByText('let it lapse: nobody decided in time'));
    await world().look(simulator, 'simulator-17-expired');
    const told = `${await phones.innerText()} ${await simulator.message(code).innerText()}`;
    expect(told).not.toMatch(/reject|refus|not possible|said no/i);
  }, 90_000);
}

async function setDecisionDeadline(world: SimulatorWorld, minutes: number): Promise<void> {
  const client = new pg.Client({ connectionString: world.stack.card().superuserDatabaseUrl });
  await client.connect();
  try {
    await client.query('UPDATE policy SET decision_deadline_minutes = $1', [minutes]);
  } finally {
    await client.end();
  }
}
