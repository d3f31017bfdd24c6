import { describe, expect, test } from '@jest/globals';
import { encodeSlackBody, slackSignature } from '../../../dev/simulator/slack-requests.js';

describe('what Slack posts', () => {
  test('an event is JSON', () => {
    const payload = { type: 'event_callback', event: { type: 'app_home_opened' } };
    expect(JSON.parse(encodeSlackBody(payload))).toEqual(payload);
  });

  test('a command is a form, and an interaction a form with one field', () => {
    expect(encodeSlackBody({ command: '/session', text: 'help me' })).toBe('command=%2Fsession&text=help+me');
    const payload = { type: 'view_closed', is_cleared: false };
    expect(new URLSearchParams(encodeSlackBody(payload)).get('payload')).toBe(JSON.stringify(payload));
  });

  // The example of https://docs.slack.dev/authentication/verifying-requests-from-slack.
  test('the signature is that of Slack’s own example', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    expect(slackSignature('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', body)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });
});
