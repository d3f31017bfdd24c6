import { describe, expect, test } from '@jest/globals';
import { addressOf, faultAt, fill, headed, press, signIn } from './account-page.js';
import { DESKTOP_SIZE, PHONE_SIZE, refusal, type AccountWorld } from './account-world.js';

const NEW_PASSWORD = 'seven-lanterns-over-marble';

export function passwordTests(world: () => AccountWorld): void {
  const signedIn = async (person: { email: string; password: string }) => {
    const page = await world().open('/sign-in?next=/account', DESKTOP_SIZE);
    await signIn(page, person);
    await headed(page, 'Your account');
    return page;
  };

  describe('passwords', () => {
    test('a forgotten one is replaced by the mail’s link, and every session ends', async () => {
      const person = await world().newPatient();
      const elsewhere = await signedIn(person);
      const page = await world().open('/sign-in', PHONE_SIZE);
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await headed(page, 'Forgot your password?');
      await page.getByRole('heading', { level: 1 }).and(page.locator(':focus')).waitFor();
      await world().look(page, 'account-forgot-phone');
      await fill(page, { Email: person.email });
      await press(page, 'Send me a link');
      await headed(page, 'Look into your mailbox');
      await world().look(page, 'account-forgot-sent-phone');

      const link = await world().mailedLink(person.email, '/reset-password');
      await page.goto(link);
      await headed(page, 'Choose a new password');
      expect(addressOf(page)).toBe('/reset-password');
      await fill(page, { 'New password': 'password1' });
      await press(page, 'Set this password');
      await page.getByText('too easy to guess').waitFor();
      await world().look(page, 'account-reset-phone');
      await fill(page, { 'New password': NEW_PASSWORD });
      await press(page, 'Set this password');
      await headed(page, 'Sign in');
      await page.getByText('Your new password is set.').waitFor();
      await signIn(page, { email: person.email, password: NEW_PASSWORD });
      await headed(page, /^Hello, /);

      await elsewhere.reload();
      await headed(elsewhere, 'Sign in');
      world().forgive(refusal(422));
      world().forgive(refusal(401));
    });

    test('one’s own is changed: a wrong present one is named at its field, other devices are signed out', async () => {
      const person = await world().newPatient();
      const elsewhere = await signedIn(person);
      const page = await signedIn(person);
      await fill(page, { 'Present password': 'not this one', 'New password': NEW_PASSWORD });
      await press(page, 'Change password');
      await page.getByText('This is not your present password.').waitFor();
      expect(await faultAt(page, 'Present password')).toContain('not your present password');
      await fill(page, { 'Present password': person.password });
      await press(page, 'Change password');
      await page.getByText('Your password is changed.').waitFor();
      await world().look(page, 'account-password-changed');
      await page.reload();
      await headed(page, 'Your account');
      await elsewhere.reload();
      await headed(elsewhere, 'Sign in');
      world().forgive(refusal(422));
      world().forgive(refusal(401));
    });

    test('an invitation that is too old leads on', async () => {
      const page = await world().open('/accept-invitation#token=used-long-ago', PHONE_SIZE);
      await fill(page, { 'New password': NEW_PASSWORD });
      await press(page, 'Set this password');
      await page.getByText('If none comes, ask an administrator').waitFor();
      await world().look(page, 'account-invitation-refused-phone');
      await page.getByRole('link', { name: 'Ask for a new link' }).click();
      await headed(page, 'Forgot your password?');
      world().forgive(refusal(422));
    });

    test('an invitation lets somebody choose one, also where somebody else is signed in', async () => {
      const admin = await world().people.signInAs('ADMIN');
      const email = 'new.desk@elm-street.example';
      const made = await admin.post('/users', { email, fullName: 'Noemi Nueva', role: 'SECRETARY' });
      expect(made.status).toBe(201);
      const link = await world().mailedLink(email, '/accept-invitation');
      const page = await signedIn(await world().newPatient());
      await page.goto(link);
      await headed(page, 'Welcome to the clinic');
      expect(addressOf(page)).toBe('/accept-invitation');
      await world().look(page, 'account-invitation');
      await fill(page, { 'New password': NEW_PASSWORD });
      await press(page, 'Set this password');
      await headed(page, 'Sign in');
      const cookies = await page.context().cookies();
      expect(cookies.filter(({ name }) => name.startsWith('clinic_'))).toEqual([]);
      await signIn(page, { email, password: NEW_PASSWORD });
      await headed(page, 'Hello, Noemi Nueva');
      await world().look(page, 'account-home-desk');
    });
  });
}
