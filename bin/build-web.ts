import { join } from 'node:path';
import { buildWebInto } from '../dev/build-web.js';
import { PROJECT_ROOT } from '../dev/supervisor/entry.js';

/** Builds the web app into web/dist, or the folder given; `WEB_DIR` tells the API where it is. */
const outDir = process.argv[2] ?? join(PROJECT_ROOT, 'web', 'dist');
try {
  await buildWebInto(outDir);
  console.log(`The web app is in ${outDir}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
