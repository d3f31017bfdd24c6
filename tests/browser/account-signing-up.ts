import { describe, expect, test } from '@jest/globals';
import { addressOf, button, faultAt, field, fill, headed, press } from './account-page.js';
import { GOOD_PASSWORD, PHONE_SIZE, refusal, type AccountWorld } from './account-world.js';

const EMAIL = 'ana.prueba@patients.example';

export function signingUpTests(world: () => AccountWorld): void {
  describe('signing up', () => {
    test('each fault is named at its field, by the page or by the API', async () => {
      const page = await world().open('/sign-up');
      await press(page, 'Sign up');
      expect(await faultAt(page, 'Full name')).toContain('Please fill this in.');
      expect(await faultAt(page, 'Email')).toContain('Please fill this in.');
      expect(await faultAt(page, 'Password')).toContain('Please fill this in.');
      expect(await faultAt(page, 'Phone (optional)')).toBeNull();
      await field(page, 'Full name').and(page.locator(':focus')).waitFor();
      await world().look(page, 'account-sign-up-faults');
      await fill(page, { 'Full name': 'Ana Prueba', Email: 'ana', 'Phone (optional)': '0171 555', Password: 'short' });
      expect(await faultAt(page, 'Email')).toContain('name@example.com');
      expect(await faultAt(page, 'Phone (optional)')).toContain('country code');
      expect(await faultAt(page, 'Password')).toContain('at least 8 characters');
      await fill(page, { Email: EMAIL, 'Phone (optional)': '+1 (555) 019-2001', Password: 'prueba2026' });
      await press(page, 'Sign up');
      await page.getByText('This password is too easy to guess.').waitFor();
      expect(await faultAt(page, 'Password')).toContain('too easy to guess');
      world().forgive(refusal(422));
    });

    test('an address that is taken: the field says so, and the page what to do', async () => {
      const taken =
        world()
          .stack.card()
          .signIns.find(({ role }) => role === 'DOCTOR')?.email ?? '';
      const page = await world().open('/sign-up');
      await fill(page, { 'Full name': 'Ana Prueba', Email: taken, Password: GOOD_PASSWORD });
      await press(page, 'Sign up');
      const alert = page.getByRole('alert');
      await alert.getByRole('link', { name: 'sign in' }).waitFor();
      await alert.getByRole('link', { name: 'choose a new password' }).waitFor();
      expect(await faultAt(page, 'Email')).toContain('There is an account with this address.');
      world().forgive(refusal(409));
    });

    test('a person signs up and is in; the mail’s link proves the address, but only when a button is pressed', async () => {
      const page = await world().open('/sign-up', PHONE_SIZE);
      await fill(page, { 'Full name': 'Ana Prueba', Email: EMAIL, 'Phone (optional)': '+1 (555) 019-2001' });
      await field(page, 'Password').fill(GOOD_PASSWORD);
      await world().look(page, 'account-sign-up-phone');
      await press(page, 'Sign up');
      await headed(page, 'Hello, Ana Prueba');
      await page.getByText(`We have sent a mail to ${EMAIL}`).waitFor();
      await world().look(page, 'account-home-phone');
      const link = await world().mailedLink(EMAIL, '/verify-email');

      const fromMail = await world().open(link.slice(world().web.length));
      await headed(fromMail, 'Confirm your email address');
      expect(addressOf(fromMail)).toBe('/verify-email');
      await page.reload();
      await page.getByText(`We have sent a mail to ${EMAIL}`).waitFor();

      await world().look(fromMail, 'account-verify');
      await press(fromMail, 'Confirm my address');
      await fromMail.getByText(`${EMAIL} is confirmed.`).waitFor();
      await page.getByRole('link', { name: 'Account', exact: true }).click();
      await page.waitForURL('**/account');
      await page.reload();
      await page.getByText('confirmed', { exact: true }).waitFor();
      await page.getByText('+15550192001 is not verified yet').waitFor();
      await world().look(page, 'account-patient-phone');
      await press(page, 'Sign out');
      await headed(page, 'Sessions at the clinic');
    });

    test('a person whom the clinic knows confirms with the password too; whoever did not sign up asks for a new one', async () => {
      const email = 'eva.prueba@patients.example';
      const desk = await world().people.signInAs('SECRETARY');
      expect((await desk.post('/patients', { fullName: 'Eva Prueba', email })).status).toBe(201);
      const page = await world().open('/sign-up');
      await fill(page, { 'Full name': 'Eva Prueba', Email: email, Password: GOOD_PASSWORD });
      await press(page, 'Sign up');
      await headed(page, 'Hello, Eva Prueba');

      const link = await world().mailedLink(email, '/verify-email');
      const fromMail = await world().open(link.slice(world().web.length), PHONE_SIZE);
      expect(await field(fromMail, 'Password').count()).toBe(0);
      await press(fromMail, 'Confirm my address');
      await field(fromMail, 'Password').and(fromMail.locator(':focus')).waitFor();
      expect(await faultAt(fromMail, 'Password')).toContain('The clinic has a record for this address already');
      await world().look(fromMail, 'account-verify-password-phone');
      await field(fromMail, 'Password').pressSequentially('not mine');
      await press(fromMail, 'Confirm my address');
      await fromMail.getByText('if it was not you who signed up').waitFor();
      await fromMail.getByText('The clinic has a record for this address already').waitFor();
      await fromMail.getByRole('link', { name: 'Ask for a new password' }).click();
      await headed(fromMail, 'Forgot your password?');
      await fromMail.goto(link);
      await press(fromMail, 'Confirm my address');
      await fill(fromMail, { Password: GOOD_PASSWORD });
      await press(fromMail, 'Confirm my address');
      await fromMail.getByText(`${email} is confirmed.`).waitFor();
      world().forgive(refusal(422));
    });

    test('where the sign-in after it fails, the person is told that the account is there', async () => {
      const page = await world().open('/sign-up');
      await page.route('**/api/v1/auth/login', (route) => route.abort());
      await fill(page, { 'Full name': 'Pia Prueba', Email: 'pia.prueba@patients.example', Password: GOOD_PASSWORD });
      await press(page, 'Sign up');
      await headed(page, 'Sign in');
      await page.getByText('Your account is there. Please sign in.').waitFor();
      world().forgive(/ERR_FAILED/);
    });

    test('a link that was used is refused, and a code can be typed instead', async () => {
      const { email } = await world().newPatient();
      const token = (await world().mailedLink(email, '/verify-email')).split('#token=')[1] ?? '';
      const page = await world().open('/verify-email#token=used-long-ago');
      await press(page, 'Confirm my address');
      await page.getByText('This link or code is not valid, or no longer').waitFor();
      expect(await faultAt(page, 'Code from the mail')).toContain('not valid');
      await world().look(page, 'account-verify-refused');
      await page.getByRole('link', { name: 'Sign in to have another mail sent' }).waitFor();
      await field(page, 'Code from the mail').fill('');
      await field(page, 'Code from the mail').pressSequentially(` ${token} `);
      await button(page, 'Confirm my address').click();
      await page.getByText(`${email} is confirmed.`).waitFor();
      world().forgive(refusal(422));
    });
  });
}
