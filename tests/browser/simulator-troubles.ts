import { describe, expect, test } from '@jest/globals';
import { gone, seen, turn } from './simulator-page.js';
import { waitFor } from '../support/wait-for.js';
import type { SimulatorWorld } from './simulator-world.js';

const SLOW_API = 'The clinic’s API is slow for the bots';
const LOST_TEXTS = 'Texts do not reach phones';

/** The form opens before anybody is asked for anything, because Slack's trigger lives three seconds. */
const TRIGGER_MS = 3_000;

/** What breaks is shown, told truly, and got over. */
export function troubleTests(world: () => SimulatorWorld): void {
  describe('troubles', () => {
    test('with a slow API the form opens in time, tells the truth, and works when tried again', async () => {
      const simulator = await world().open();
      await simulator.trouble(SLOW_API, true);
      const banner = simulator.page.getByText(`Broken on purpose: ${SLOW_API}`);
      await seen(banner);
      const typedAt = Date.now();
      await simulator.command('/session book');
      const form = simulator.modal('Book a session');
      await seen(form);
      expect(Date.now() - typedAt).toBeLessThan(TRIGGER_MS);
      await seen(form.getByText('One moment'));
      await seen(form.getByText('did not answer in time'));
      const again = form.getByRole('button', { name: /^Try again/ });
      await world().look(simulator, 'simulator-12-slow-api');
      await simulator.trouble(SLOW_API, false);
      await gone(banner);
      await again.click();
      await seen(form.getByLabel('Doctor'));
      await form.getByRole('button', { name: 'Cancel' }).click();
      await form.waitFor({ state: 'detached' });
    });

    test('texts that do not reach phones are told as not delivered, also of one phone only', async () => {
      const simulator = await world().open();
      await simulator.trouble(LOST_TEXTS, true);
      const lost = await world().wish();
      const { code } = await world().book(lost);
      await simulator.takePhone(lost.patient);
      await seen(simulator.texts.getByText('not delivered'));
      await seen((await simulator.timeline(code)).getByText('Text about the request: failed'));
      await world().look(simulator, 'simulator-13-undelivered');
      await simulator.page.getByRole('button', { name: `Mend it: ${LOST_TEXTS}` }).click();
      await gone(simulator.page.getByText('Broken on purpose'));

      const away = await world().wish();
      const phone = await simulator.takePhone(away.patient);
      await turn(phone.getByRole('switch', { name: 'Out of reach' }), true);
      const { code: other } = await world().book(away);
      await seen(simulator.texts.getByText('not delivered'));
      await seen((await simulator.timeline(other)).getByText('Text about the request: failed'));
      await turn(phone.getByRole('switch', { name: 'Out of reach' }), false);
    });

    test('a number that opted out gets no text, by the provider’s refusal or by the patient’s STOP', async () => {
      const simulator = await world().open();
      const refused = await world().wish();
      const phone = await simulator.takePhone(refused.patient);
      const optedOut = phone.getByRole('switch', { name: 'Opted out' });
      await turn(optedOut, true);
      const { code } = await world().book(refused);
      await seen((await simulator.timeline(code)).getByText('Text about the request: failed'));
      expect(await simulator.texts.getByText(code).count()).toBe(0);
      await turn(optedOut, false);

      await phone.getByRole('textbox').fill('STOP');
      await phone.getByRole('button', { name: 'Send' }).click();
      await waitFor(() => optedOut.isChecked(), { describe: 'the number to be opted out' });
      const { code: untold } = await world().book({ ...(await world().wish()), patientId: refused.patientId });
      await seen((await simulator.timeline(untold)).getByText(/^Text about the request: not sent/));
      await simulator.openMail(new RegExp(refused.email));
      await world().look(simulator, 'simulator-14-opted-out');
    });
  });
}
