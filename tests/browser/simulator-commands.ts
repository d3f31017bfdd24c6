import { describe, expect, test } from '@jest/globals';
import { gone, seen } from './simulator-page.js';
import type { SimulatorWorld } from './simulator-world.js';

/** Slash commands, and who is known to the bot. */
export function commandTests(world: () => SimulatorWorld): void {
  describe('commands', () => {
    test('today, pending and help answer only the one who asked; a slip of the pen gets a guess', async () => {
      const simulator = await world().open();
      const { code } = await world().book(await world().wish());
      await simulator.command('/session pending');
      await seen(simulator.message('Waiting for a decision').getByText(code));
      await simulator.command('/session today');
      await seen(simulator.message(/Today, /));
      await simulator.command('/session help');
      await seen(simulator.message('What I can do').getByText('Only visible to you'));
      await simulator.command('/session pendign');
      await seen(simulator.message('I do not know pendign').getByText('/session pending').first());
      await world().look(simulator, 'simulator-10-commands');
      await simulator.be('Nora Lindqvist');
      expect(await simulator.slack.getByText('What I can do').count()).toBe(0);
    });

    test('words without a slash and unknown commands are refused at the field', async () => {
      const simulator = await world().open();
      const field = simulator.slack.getByRole('textbox', { name: /^Command in/ });
      await field.fill('hello');
      await simulator.slack.getByRole('button', { name: 'Send' }).click();
      await seen(simulator.slack.getByRole('alert'));
      expect(await field.inputValue()).toBe('hello');
    });

    test('Mia is a stranger until she types her link code; then she books', async () => {
      const simulator = await world().open();
      const wish = await world().wish();
      await simulator.be('Mia Jansen');
      await simulator.command('/session today');
      await seen(simulator.message('I do not know you yet'));
      const people = await simulator.openPeople();
      await people.getByRole('button', { name: 'Get a link code for Mia Jansen' }).click();
      await seen(people.getByText(/^Code \w+ until/));
      await world().look(simulator, 'simulator-11-link-code');
      await people.getByRole('button', { name: /^Type \/session link/ }).click();
      await gone(people);
      await simulator.slack.getByRole('button', { name: 'Send' }).click();
      await seen(simulator.message('You are linked as Mia Jansen'));
      await simulator.command(`/session book "${wish.doctor}" "${wish.patient}" ${wish.day} ${wish.time}`);
      await seen(simulator.message(/Booked \w+/).getByText(`${wish.patient} with ${wish.doctor}`));
      await seen(simulator.history.getByText(wish.patient));
    });
  });
}
