import { describe, expect, test } from '@jest/globals';
import { readEnv } from '../../../platform/config/env.js';

const good = {
  ACCOUNT_TOKEN_KEY: Buffer.alloc(32, 9).toString('base64'),
  WEB_PUBLIC_URL: 'https://clinic.example',
  OWNER_DATABASE_URL: 'postgresql://clinic_owner@localhost/clinic',
};

describe('the environment of mails about accounts', () => {
  test('keeps the key apart from what may be logged', () => {
    const { config, secrets } = readEnv(['invitations', 'accounts'], good);
    expect(config).toEqual({ invitations: { webPublicUrl: 'https://clinic.example' }, accounts: {} });
    expect(secrets.accounts.accountTokenKey).toBe(good.ACCOUNT_TOKEN_KEY);
  });

  test.each([undefined, '', 'no key', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'takes no key but one of 32 bytes: %s',
    (ACCOUNT_TOKEN_KEY) => {
      expect(() => readEnv(['accounts'], { ACCOUNT_TOKEN_KEY })).toThrow(/ACCOUNT_TOKEN_KEY: /);
    },
  );

  test.each(['clinic.example', 'ftp://clinic.example', 'javascript:alert(1)'])('links to no %s', (WEB_PUBLIC_URL) => {
    expect(() => readEnv(['invitations'], { ...good, WEB_PUBLIC_URL })).toThrow(
      'WEB_PUBLIC_URL: must be an http or https URL',
    );
  });
});
