import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACCOUNT_MAIL_KINDS, accountLink, type AccountMailKind } from '../../../../domain/accounts/mails.js';
import { ROLES } from '../../../../domain/actor.js';
import { renderAccountEmail, type AccountEmailContext } from '../../../../domain/notifications/catalogue/index.js';
import { expectGolden } from '../support/golden.js';

const LANGUAGES = ['en', 'es'] as const;
const TOKEN = 'k3Xw0m6bJt2QyV9rLz8nHc4sDf7gAa1eUu5iOo-P_qR';
const ENDS: Record<AccountMailKind, string | null> = {
  VERIFY_EMAIL: '2027-05-14T08:30:00.000Z',
  RESET_PASSWORD: '2027-05-12T09:00:00.000Z',
  INVITATION: '2027-05-15T08:30:00.000Z',
  PASSWORD_CHANGED: null,
};

/** A mail of Wednesday 12 May 2027, half past ten in Berlin. */
function mail(kind: AccountMailKind, changes: Partial<AccountEmailContext> = {}): AccountEmailContext {
  const expiresAt = ENDS[kind];
  return {
    kind,
    language: 'en',
    clinicName: 'Elm Street Clinic',
    timeZone: 'Europe/Berlin',
    fullName: 'Sara Ali',
    role: kind === 'INVITATION' ? 'DOCTOR' : 'PATIENT',
    at: '2027-05-12T08:30:00.000Z',
    token: expiresAt === null ? null : { value: TOKEN, expiresAt },
    webUrl: 'https://clinic.example',
    ...changes,
  };
}

const everything = ACCOUNT_MAIL_KINDS.flatMap((kind) =>
  LANGUAGES.flatMap((language) => ROLES.map((role) => mail(kind, { language, role }))),
);

describe('golden files', () => {
  test.each(LANGUAGES)('mails about accounts, %s', (language) => {
    const mails = ACCOUNT_MAIL_KINDS.map((kind) => {
      const { subject, text } = renderAccountEmail(mail(kind, { language }));
      return `# ${kind}\nSubject: ${subject}\n\n${text}`;
    });
    expectGolden(`account-email.${language}.txt`, mails.join('\n\n'));
  });

  test('one with a link and one without, as HTML', () => {
    expectGolden('account-email.reset.html', renderAccountEmail(mail('RESET_PASSWORD')).html);
    expectGolden('account-email.changed.html', renderAccountEmail(mail('PASSWORD_CHANGED', { language: 'es' })).html);
  });
});

describe('mails about accounts', () => {
  test('name the clinic, and bring the link in a fragment and the token alone, in text and HTML', () => {
    for (const context of everything) {
      const { subject, text, html } = renderAccountEmail(context);
      expect(subject).toMatch(/^Elm Street Clinic: /);
      const tokens = context.token === null ? 0 : 2;
      expect([text, html].map((part) => part.split(TOKEN).length - 1)).toEqual([tokens, tokens]);
      if (context.kind === 'PASSWORD_CHANGED') continue;
      const { link } = accountLink(context.webUrl, context.kind, TOKEN);
      expect(new URL(link)).toMatchObject({ search: '', hash: `#token=${TOKEN}` });
      expect(text).toContain(`${link}\n`);
      expect(html).toContain(`<a href="${link}"`);
    }
  });

  test('say how long the link lives, on the clinic’s clock', () => {
    const words = (kind: AccountMailKind, language: string): string =>
      renderAccountEmail(mail(kind, { language })).text;
    expect(words('VERIFY_EMAIL', 'en')).toContain('for 48 hours: until Friday 14 May 2027, 10:30 CEST.');
    expect(words('RESET_PASSWORD', 'es')).toContain(
      'durante 30 minutos: hasta el miércoles 12 de mayo de 2027, 11:00 CEST.',
    );
    expect(words('INVITATION', 'en')).toContain('for 72 hours: until Saturday 15 May 2027');
  });

  test('speak plainly, and need no picture and no other server', () => {
    for (const context of everything) {
      const { subject, text, html } = renderAccountEmail(context);
      const words = `${subject} ${text}`.replace(/https:\S+/g, '').replaceAll(TOKEN, '');
      expect(words).not.toMatch(/\b(UTC|null|undefined|NaN|PATIENT|DOCTOR|ADMIN|SECRETARY|token|workflow)\b/);
      expect(html).not.toMatch(/<img|<link|<script|src=|@import|url\(/);
      expect(
        [...html.matchAll(/href="([^"]*)"/g)].every(([, href]) => href?.startsWith('https://clinic.example/')),
      ).toBe(true);
    }
  });

  test('a kind with a link is not written without its token', () => {
    expect(() => renderAccountEmail(mail('INVITATION', { token: null }))).toThrow(/needs a token/);
  });

  test('a slash at the end of the web app’s address is none in the link', () => {
    expect(accountLink('https://clinic.example/app/', 'INVITATION', 't')).toEqual({
      page: 'https://clinic.example/app/accept-invitation',
      link: 'https://clinic.example/app/accept-invitation#token=t',
    });
  });
});

describe('a name', () => {
  const greeting = (fullName: string): string | undefined =>
    renderAccountEmail(mail('VERIFY_EMAIL', { fullName })).text.split('\n')[0];

  test.each(['Sara Ali', 'Dr. Samir Haddad', 'J. R. O’Neil-Núñez', '李小龍', 'Martin Luther King, Jr.'])(
    '%s is greeted',
    (fullName) => expect(greeting(fullName)).toBe(`Hello ${fullName},`),
  );

  test.each([
    'Win at evil.example',
    'see https://evil.example/x',
    'call +49 151 1234567',
    '<b>Sara</b>',
    'a@evil.example',
    'Sara '.repeat(20),
  ])('%s, which could pass for words of ours, is not repeated', (fullName) => {
    expect(greeting(fullName)).toBe('Hello,');
  });

  test('of any kind brings neither a link nor markup nor a line of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (fullName) => {
        const { subject, text, html } = renderAccountEmail(mail('RESET_PASSWORD', { fullName }));
        expect(subject).toBe('Elm Street Clinic: Choose a new password');
        expect(text.split('\n')).toHaveLength(renderAccountEmail(mail('RESET_PASSWORD')).text.split('\n').length);
        expect(html.match(/<a /g)).toHaveLength(1);
      }),
    );
  });
});
