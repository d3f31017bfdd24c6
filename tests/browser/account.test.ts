import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { passwordTests } from './account-passwords.js';
import { phoneTests } from './account-phone.js';
import { settingsTests } from './account-settings.js';
import { signingInTests } from './account-signing-in.js';
import { signingUpTests } from './account-signing-up.js';
import { startAccountWorld, type AccountWorld } from './account-world.js';

let world: AccountWorld;

beforeAll(async () => {
  world = await startAccountWorld();
}, 120_000);
afterEach(() => world.settle());
afterAll(async () => world?.[Symbol.asyncDispose](), 60_000);

describe('the account pages in a browser', () => {
  signingUpTests(() => world);
  signingInTests(() => world);
  passwordTests(() => world);
  settingsTests(() => world);
  phoneTests(() => world);
});
