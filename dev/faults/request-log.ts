import type { Fault, Service } from './faults.js';

export interface RequestRecord {
  at: string;
  service: Service;
  method: string;
  path: string;
  status: number | null;
  fault: Fault['kind'] | null;
}

/** The calls that were seen, the newest first. */
export interface RequestLog {
  record(entry: RequestRecord): void;
  requests(service: string | null): RequestRecord[];
}

const MAX_RECORDS = 1_000;

export function createRequestLog(): RequestLog {
  const records: RequestRecord[] = [];
  return {
    record(entry) {
      records.unshift(entry);
      records.length = Math.min(records.length, MAX_RECORDS);
    },
    requests: (service) => records.filter((entry) => service === null || entry.service === service),
  };
}
