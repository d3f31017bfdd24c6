import { expect, test } from '@jest/globals';
import { createShutdown } from '../../../platform/shutdown.js';

test('disposes in reverse order, once, and goes on after a step that fails', async () => {
  const seen: string[] = [];
  const failed: string[] = [];
  const shutdown = createShutdown({ onError: (name) => void failed.push(name) });
  shutdown.add('database', () => void seen.push('database'));
  shutdown.add('broken', () => Promise.reject(new Error('no')));
  shutdown.add('server', async () => void seen.push('server'));
  const [first, second] = await Promise.all([shutdown.run(), shutdown.run()]);
  expect([first, second]).toEqual([false, false]);
  expect(seen).toEqual(['server', 'database']);
  expect(failed).toEqual(['broken']);
});

test('gives up at the deadline', async () => {
  const shutdown = createShutdown({ deadlineMs: 20 });
  shutdown.add('stuck', () => new Promise(() => undefined));
  expect(await shutdown.run()).toBe(false);
});
