import { buildPageInto, builtPage, type PageSource } from './built-page.js';

const WEB_APP: PageSource = {
  name: 'web app',
  root: 'web',
  more: ['domain', 'package-lock.json'],
  prefix: 'web-app-',
};

/** The folder of the built web app, from the cache where nothing has changed. Throws `StartFailure`. */
export const buildWeb = (): Promise<string> => builtPage(WEB_APP);

/** Builds the web app into a folder of one's own. Throws `StartFailure`. */
export const buildWebInto = (outDir: string): Promise<void> => buildPageInto(WEB_APP, outDir);
