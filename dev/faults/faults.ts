import { z } from 'zod';

export type Service = 'slack' | 'twilio';

/** One fault to inject; `times` null means until it is cleared. */
export const faultSchema = z.strictObject({
  service: z.enum(['slack', 'twilio']),
  kind: z.enum(['latency', 'error', 'rate_limit', 'drop', 'accept_then_drop']),
  method: z.string().optional(),
  /** Part of the path, such as `chat.postMessage` or `Messages.json`. */
  path: z.string().optional(),
  times: z.number().int().min(1).nullable().default(1),
  delayMs: z.number().int().min(0).max(120_000).default(0),
  status: z.number().int().min(400).max(599).default(500),
  retryAfterSeconds: z.number().int().min(0).default(1),
});
export type Fault = z.output<typeof faultSchema> & { id: number };

export interface RequestRecord {
  at: string;
  service: Service;
  method: string;
  path: string;
  status: number | null;
  fault: Fault['kind'] | null;
}

const MAX_RECORDS = 1_000;

/** The faults that wait to happen, and the calls that were seen. */
export interface FaultBoard {
  add(fault: z.output<typeof faultSchema>): Fault;
  list(): Fault[];
  clear(): void;
  /** The first fault that fits, used up by one. */
  take(service: Service, method: string, path: string): Fault | undefined;
  record(entry: RequestRecord): void;
  requests(service: string | null): RequestRecord[];
}

export function createFaultBoard(): FaultBoard {
  let faults: Fault[] = [];
  const records: RequestRecord[] = [];
  let nextId = 1;
  return {
    add(fault) {
      const added = { ...fault, id: nextId++ };
      faults.push(added);
      return added;
    },
    list: () => faults,
    clear: () => void (faults = []),
    take(service, method, path) {
      const fault = faults.find(
        (candidate) =>
          candidate.service === service &&
          (candidate.method ?? method).toUpperCase() === method &&
          path.includes(candidate.path ?? ''),
      );
      if (fault?.times) fault.times -= 1;
      faults = faults.filter((candidate) => candidate.times !== 0);
      return fault;
    },
    record(entry) {
      records.unshift(entry);
      records.length = Math.min(records.length, MAX_RECORDS);
    },
    requests: (service) => records.filter((entry) => service === null || entry.service === service),
  };
}
