import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../.cache/bench-audit/', import.meta.url));

/** One of the scripts beside this file as plain JavaScript: what compiles TypeScript at start would count as memory. */
export async function bundleForNode(name: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: here,
    build: {
      ssr: join(here, `${name}.ts`),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return join(outDir, `${name}.mjs`);
}
