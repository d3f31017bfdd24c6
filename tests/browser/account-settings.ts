import { describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.js';
import { button, faultAt, field, fill, headed, press, signIn } from './account-page.js';
import { DESKTOP_SIZE, PHONE_SIZE, type AccountWorld } from './account-world.js';

export function settingsTests(world: () => AccountWorld): void {
  describe('one’s own settings', () => {
    test('a patient changes the profile, and switches texts off and on', async () => {
      const person = await world().newPatient();
      const page = await world().open('/sign-in?next=/account', DESKTOP_SIZE);
      await signIn(page, person);
      await page.getByText('Add a phone number above').waitFor();
      await fill(page, { 'Phone (optional)': 'no number' });
      await press(page, 'Save');
      expect(await faultAt(page, 'Phone (optional)')).toContain('country code');
      await fill(page, { 'Full name': 'Nora Nueva', 'Phone (optional)': '0049 151 555 0199' });
      await field(page, 'Time zone').selectOption('America/New_York');
      await press(page, 'Save');
      await page.getByText('Saved.').waitFor();
      await page.getByText('+491515550199 is not verified yet').waitFor();
      const texts = page.getByRole('switch', { name: 'Text me about my sessions' });
      await page.getByText('Text me about my sessions').click();
      await page.getByText('No texts go to +491515550199').waitFor();
      await world().look(page, 'account-patient');
      await page.reload();
      await page.getByText('No texts go to +491515550199').waitFor();
      expect(await field(page, 'Full name').inputValue()).toBe('Nora Nueva');
      expect(await field(page, 'Time zone').inputValue()).toBe('America/New_York');
      await texts.press('Space');
      await page.getByText('+491515550199 is not verified yet').waitFor();
    });

    test('a Slack account is linked by a code, and its link is removed', async () => {
      const desk = world()
        .stack.card()
        .signIns.find(({ role }) => role === 'SECRETARY');
      const page = await world().open('/sign-in?next=/account', PHONE_SIZE);
      await signIn(page, { email: desk?.email ?? '', password: desk?.password ?? '' });
      const { slackUserId, command } = world().people.secretary();
      const linked = page.getByText(`Slack user ${slackUserId}`, { exact: true });
      await linked.waitFor();
      await press(page, 'Remove');
      await page.getByRole('alertdialog').waitFor();
      await world().look(page, 'account-remove-link-phone');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByText('No Slack account is linked.').waitFor();

      await press(page, 'Get a code');
      const line = await page.getByText('/session link').innerText();
      await page.getByText(/Good once, until .* \d\d:\d\d [A-Z]{3}/).waitFor();
      await world().look(page, 'account-slack-code-phone');
      const { status } = await command(line.replace('/session ', ''));
      expect(status).toBe(200);
      await page.getByText('Your Slack account is linked.').waitFor();
      await linked.waitFor();
    });

    test('a patient sees a Slack account that is linked, and removes it', async () => {
      const page = await world().open('/sign-in?next=/account', DESKTOP_SIZE);
      await signIn(page, await world().newPatient());
      await headed(page, 'Your account');
      const code = await page.evaluate<string>(`fetch('/api/v1/auth/chat/link-codes', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': document.cookie.match(/clinic_csrf_[0-9]+=([^;]+)/)[1],
        },
        body: JSON.stringify({ channel: 'SLACK' }),
      }).then((answer) => answer.json()).then((body) => body.code)`);
      expect(await page.getByRole('heading', { name: 'Slack' }).count()).toBe(0);
      const { slackUserId, command } = world().people.secretary();
      expect((await command(`link ${code}`)).status).toBe(200);
      const linked = page.getByText(`Slack user ${slackUserId}`, { exact: true });
      await waitFor(
        async () => {
          await page.reload();
          await headed(page, 'Your account');
          await page.getByText('Text messages').waitFor();
          await linked.waitFor({ timeout: 500 });
          return true;
        },
        { describe: 'the link' },
      );
      await world().look(page, 'account-patient-slack');
      await press(page, 'Remove');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await linked.waitFor({ state: 'detached' });
    });

    test('everything is reached by keyboard, the content at once', async () => {
      const page = await world().open('/sign-in');
      await headed(page, 'Sign in');
      await page.keyboard.press('Tab');
      await page.getByRole('link', { name: 'Skip to the content' }).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await field(page, 'Email').and(page.locator(':focus')).waitFor();
      expect(new URL(page.url()).hash).toBe('');
      await page.keyboard.press('Enter');
      expect(await faultAt(page, 'Password')).toContain('Please fill this in.');
    });

    test('the language and the theme are chosen once, and remembered', async () => {
      const page = await world().open('/', DESKTOP_SIZE);
      await headed(page, 'Sessions at the clinic');
      await world().look(page, 'account-welcome');
      await press(page, 'Español');
      await headed(page, 'Sus citas en la clínica');
      await press(page, 'Usar el tema oscuro');
      await page.reload();
      await headed(page, 'Sus citas en la clínica');
      await button(page, 'Usar el tema claro').waitFor();
      const seen = await waitFor(
        () =>
          page.evaluate<string>(
            'document.documentElement.lang + getComputedStyle(document.documentElement).colorScheme',
          ),
        { describe: 'the page' },
      );
      expect(seen).toBe('esdark');
      await page.goto(`${world().web}/no/such/place`);
      await headed(page, 'Aquí no hay nada');
      await world().look(page, 'account-not-found-es');
    });
  });
}
