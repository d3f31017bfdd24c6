import { describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.js';
import { addressOf, button, headed, press, signIn } from './account-page.js';
import { DESKTOP_SIZE, refusal, type AccountWorld } from './account-world.js';

export function signingInTests(world: () => AccountWorld): void {
  const seat = (role: string) => {
    const found = world()
      .stack.card()
      .signIns.find((candidate) => candidate.role === role);
    if (!found) throw new Error(`The demo has no ${role}.`);
    return found;
  };

  describe('signing in', () => {
    test('a wrong password is refused in words; the right one leads to where one wanted to go', async () => {
      const page = await world().open('/account');
      await headed(page, 'Sign in');
      expect(addressOf(page)).toBe('/sign-in?next=%2Faccount');
      await signIn(page, { email: seat('DOCTOR').email, password: 'not this one' });
      await page.getByRole('alert').getByText('Email or password is wrong.').waitFor();
      await world().look(page, 'account-sign-in-wrong');
      await signIn(page, seat('DOCTOR'));
      await headed(page, 'Your account');
      expect(addressOf(page)).toBe('/account');
      world().forgive(refusal(401));
    });

    test('an address of elsewhere is no place to go on to', async () => {
      const page = await world().open('/sign-in?next=//elsewhere.example/');
      await signIn(page, seat('ADMIN'));
      await headed(page, /^Hello, /);
      expect(page.url()).toBe(`${world().web}/`);
    });

    test('after too many failures the page says how long to wait, and counts down', async () => {
      const page = await world().open('/sign-in', DESKTOP_SIZE);
      const timer = page.getByRole('timer');
      const refused = page.getByRole('alert').filter({ hasText: /wrong|paused/ });
      while (!(await timer.isVisible())) {
        const answered = page.waitForResponse((response) => response.url().endsWith('/auth/login'));
        await signIn(page, { email: 'nobody@patients.example', password: 'a guess' });
        await answered;
        await refused.waitFor();
        await button(page, 'Sign in').and(page.locator(':not([data-pending])')).waitFor();
      }
      await page.getByText('Too many failed attempts.').waitFor();
      await world().look(page, 'account-locked');
      const before = await timer.innerText();
      expect(before).toMatch(/^\d+:\d\d$/);
      await waitFor(async () => (await timer.innerText()) !== before, { describe: 'the next second' });
      world().forgive(refusal(401));
      world().forgive(refusal(423));
    });

    test('an access token that has ended is renewed once, before the call, whatever asks; without a complaint', async () => {
      const page = await world().open('/sign-in?next=/account');
      await signIn(page, seat('DOCTOR'));
      await headed(page, 'Your account');
      await page.context().clearCookies({ name: /^clinic_access_/ });
      await page.evaluate('localStorage.setItem("fresh-until", "1")');
      let renewals = 0;
      page.on('request', (request) => (renewals += Number(request.url().endsWith('/auth/refresh'))));
      await page.reload();
      await page.getByText('Linked').waitFor();
      expect(renewals).toBe(1);
    });

    test('signing out ends the session in every tab', async () => {
      const page = await world().open('/sign-in?next=/account');
      await signIn(page, seat('DOCTOR'));
      await headed(page, 'Your account');
      const otherTab = await page.context().newPage();
      await otherTab.goto(`${world().web}/account`);
      await headed(otherTab, 'Your account');
      await press(page, 'Sign out');
      await headed(page, 'Sessions at the clinic');
      await headed(otherTab, 'Sign in');
      await page.goto(`${world().web}/account`);
      await headed(page, 'Sign in');
      const cookies = await page.context().cookies();
      expect(cookies.filter(({ name }) => name.startsWith('clinic_'))).toEqual([]);
    });

    test('without a server the page says so, and goes on when it is back', async () => {
      const page = await world().open('/sign-in');
      await page.context().setOffline(true);
      await page.getByText('You are offline.').waitFor();
      await signIn(page, seat('DOCTOR'));
      await page.getByRole('alert').getByText('The clinic’s server does not answer.').waitFor();
      await world().look(page, 'account-offline');
      await page.context().setOffline(false);
      await press(page, 'Sign in');
      await headed(page, /^Hello, /);
      world().forgive(/ERR_INTERNET_DISCONNECTED/);
    });
  });
}
