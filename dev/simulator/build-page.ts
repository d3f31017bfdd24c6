import { builtPage } from '../built-page.js';

/** The folder of the simulator's built page, from the cache where nothing has changed. Throws `StartFailure`. */
export const buildPage = (): Promise<string> =>
  builtPage({
    name: 'simulator’s page',
    root: 'dev/simulator/page',
    more: ['dev/simulator/initial-state.ts', 'package-lock.json'],
    prefix: 'simulator-page-',
  });
