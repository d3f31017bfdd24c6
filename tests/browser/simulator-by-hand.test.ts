import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { commandTests } from './simulator-commands.js';
import { connectionTests } from './simulator-connection.js';
import { bookShortly, decisionTests, expiryTests } from './simulator-decisions.js';
import { reachTests } from './simulator-reach.js';
import { storyTests } from './simulator-story.js';
import { troubleTests } from './simulator-troubles.js';
import { startSimulatorWorld, type SimulatorWorld, type Wish } from './simulator-world.js';

let world: SimulatorWorld;
let undecided: { wish: Wish; code: string };

/** Nobody decides about the first request; its minute runs out while all else is tested. */
beforeAll(async () => {
  world = await startSimulatorWorld();
  const wish = await world.wish();
  undecided = { wish, code: await bookShortly(world, wish) };
}, 120_000);
afterEach(() => world.settle());
afterAll(async () => world?.[Symbol.asyncDispose](), 60_000);

describe('the simulator’s page in a browser', () => {
  storyTests(() => world);
  decisionTests(() => world);
  commandTests(() => world);
  troubleTests(() => world);
  reachTests(() => world);
  connectionTests(() => world);
  expiryTests(
    () => world,
    () => undecided,
  );
});
