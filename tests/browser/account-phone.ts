import { describe, expect, test } from '@jest/globals';
import { createTwilioClient } from '../../platform/twilio.js';
import { waitFor } from '../support/wait-for.js';
import { button, faultAt, field, fill, press, signIn } from './account-page.js';
import { DESKTOP_SIZE, PHONE_SIZE, refusal, type AccountWorld } from './account-world.js';

export function phoneTests(world: () => AccountWorld): void {
  describe('a patient’s phone', () => {
    test('is verified by a code that is texted to it', async () => {
      const phone = '+15550107001';
      const person = await world().newPatient();
      const page = await world().open('/sign-in?next=/account', PHONE_SIZE);
      await signIn(page, person);
      await press(page, 'Send me a code');
      expect(await faultAt(page, 'Phone to verify')).toContain('Please fill this in.');
      await fill(page, { 'Phone to verify': '+1 555 010 7001' });
      await press(page, 'Send me a code');
      await page.getByText(`We have sent a text with a code to ${phone}.`).waitFor();
      const [text, code] = await newestCode(phone);
      expect(text).toMatch(
        /^.{1,24}: your code is \d{6}, good for 10 minutes\. If you did not ask, ignore this text\./,
      );
      world().forgive(refusal(422));
      await fill(page, { 'Code from the text': wrong(code) });
      await press(page, 'Verify this phone');
      await page.getByText('This is not the code of our newest text').waitFor();
      world().forgive(refusal(422));
      await button(page, 'Verify this phone').scrollIntoViewIfNeeded();
      await world().look(page, 'account-phone-code-phone');
      await fill(page, { 'Code from the text': `${code.slice(0, 3)} ${code.slice(3)}` });
      await press(page, 'Verify this phone');
      await page.getByText('Thank you, this phone is yours.').waitFor();
      await page.getByText(`Texts go to ${phone}.`).waitFor();
      // What the profile knew before must not take the number away again.
      expect(await field(page, 'Phone (optional)').inputValue()).toBe(phone);
      await fill(page, { 'Full name': 'Nora Probada' });
      await button(page, 'Save').click();
      await page.getByText('Saved.').waitFor();
      await page.setViewportSize(DESKTOP_SIZE);
      await button(page, 'Verify another number').scrollIntoViewIfNeeded();
      await world().look(page, 'account-phone-verified');
      await page.reload();
      await page.getByText('verified', { exact: true }).waitFor();
    });

    const newestCode = (phone: string): Promise<[text: string, code: string]> =>
      waitFor(
        async () => {
          const { twilio, twilioAccountSid: accountSid, twilioAuthToken: authToken } = world().stack.card();
          const client = createTwilioClient({ accountSid, authToken, apiUrl: twilio });
          const [text] = await client.messages.list({ to: phone, limit: 1 });
          const code = text && /\d{6}/.exec(text.body)?.[0];
          return text && code ? [text.body, code] : undefined;
        },
        { timeoutMs: 20_000, describe: `a code for ${phone}` },
      );
  });
}

const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
