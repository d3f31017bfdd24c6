import { readFile } from 'node:fs/promises';
import type { EmulatorContext } from 'emulate';
import type { JournalStore } from './journal-store.js';

type App = EmulatorContext<object>['app'];
type Webhooks = EmulatorContext<object>['webhooks'];

/** A built-in emulator: its routes, and records from a configuration. */
export interface Plugin {
  register(app: App, store: JournalStore, webhooks: Webhooks, baseUrl: string, tokens: Map<string, unknown>): void;
  seedFromConfig(store: JournalStore, baseUrl: string, config: unknown): void;
}

interface PluginModule {
  default: { register: Plugin['register'] };
  seedFromConfig: Plugin['seedFromConfig'];
}

/**
 * `emulate` runs its built-in services on a store of its own that forgets at exit, and exports no other way in. Its
 * plugins take any store, so the module that its registry names is loaded directly and given ours. The version is
 * pinned exactly; a version that is laid out differently fails here with a plain sentence.
 */
export async function loadPlugin(service: 'slack' | 'twilio'): Promise<Plugin> {
  const entry = import.meta.resolve('emulate');
  const source = await readFile(new URL(entry), 'utf8');
  const found = new RegExp(
    `import\\("(\\./dist-[A-Z0-9]+\\.js)"\\);\\s*return \\{ plugin: mod\\.${service}Plugin`,
  ).exec(source);
  if (!found?.[1])
    throw new Error(`emulate is not the version this stack knows (0.12.2): no ${service} plugin in ${entry}.`);
  const module = (await import(new URL(found[1], entry).href)) as PluginModule;
  return {
    register: (...args) => module.default.register(...args),
    seedFromConfig: module.seedFromConfig,
  };
}
