import { describe, test } from '@jest/globals';
import { gone, seen } from './simulator-page.js';
import type { SimulatorWorld } from './simulator-world.js';

/** What a browser says of a server that is not there. */
const DEAD_SERVER = /Failed to load resource|ERR_CONNECTION|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE/;

/** The page outlives the processes behind it. */
export function connectionTests(world: () => SimulatorWorld): void {
  describe('the connection', () => {
    test('stand-ins and the page’s server are killed and come back: the page says so, and goes on', async () => {
      const { stack, forgive } = world();
      const simulator = await world().open();
      const wish = await world().wish();
      const offline = simulator.page.getByText('Not connected: what you see may be old');
      await simulator.takePhone(wish.patient);
      await stack.kill('standIns');
      await seen(simulator.page.getByText('Slack is down'));
      await seen(simulator.page.getByText('Twilio is down'));
      await world().look(simulator, 'simulator-15-stand-ins-killed');
      await stack.kill('simulator');
      await seen(offline);
      await world().look(simulator, 'simulator-16-not-connected');
      await Promise.all([stack.start('standIns'), stack.start('simulator')]);
      await gone(offline);
      await gone(simulator.page.getByText('is down'));
      const { code } = await world().book(wish);
      await seen(simulator.texts.getByText(new RegExp(`requested, not yet confirmed.*${code}`)));
      await seen(simulator.history.getByRole('button', { name: code }));
      forgive(DEAD_SERVER);
    });
  });
}
