import type { Trouble } from '../contract.js';
import type { SimulatorConfig } from './config.js';
import { impossible, silent } from './errors.js';
import { KNOWN_TROUBLES, type KnownTrouble } from './known-troubles.js';
import { createUpstream, sending } from './upstream.js';

interface Fault {
  id: number;
  service: string;
  kind: string;
  path?: string;
  method?: string;
  times: number | null;
}

export interface Troubles {
  list(): Promise<Trouble[]>;
  set(key: string, on: boolean): Promise<void>;
}

/** Switches that are faults of the stand-ins' process, on until somebody turns them off. */
export function createTroubles({ origins }: SimulatorConfig): Troubles {
  const control = createUpstream('The stand-ins’ control port', origins.control);
  const faults = async (): Promise<Fault[]> => (await control.json<{ items: Fault[] }>('/faults')).items;

  async function change(path: string, init: RequestInit): Promise<void> {
    const response = await control.send(path, init);
    await response.arrayBuffer();
    // Somebody else has cleared it meanwhile.
    if (response.ok || (init.method === 'DELETE' && response.status === 404)) return;
    throw silent(`The stand-ins’ control port refused: HTTP ${response.status}.`);
  }

  return {
    async list() {
      const known = await faults();
      return KNOWN_TROUBLES.map(({ fault: _fault, ...trouble }) => ({
        ...trouble,
        on: known.some((fault) => causes(fault, _fault)),
      }));
    },
    async set(key, on) {
      const trouble = KNOWN_TROUBLES.find((candidate) => candidate.key === key);
      if (!trouble) throw impossible('There is no such switch.', 404);
      const causing = (await faults()).filter((fault) => causes(fault, trouble.fault));
      if (on && causing.length === 0) await change('/faults', sending('POST', { ...trouble.fault, times: null }));
      if (!on) for (const { id } of causing) await change(`/faults/${id}`, { method: 'DELETE' });
    },
  };
}

function causes(fault: Fault, known: KnownTrouble['fault']): boolean {
  return (
    fault.times === null &&
    fault.service === known.service &&
    fault.kind === known.kind &&
    fault.path === known.path &&
    fault.method === known.method
  );
}
