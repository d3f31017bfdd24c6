import { z } from 'zod';
import { createRequestLog, type RequestLog } from './request-log.js';

const SERVICES = ['slack', 'twilio', 'api', 'mail'] as const;
export type Service = (typeof SERVICES)[number];

/** What can happen to a call of each service; mail is not HTTP, so it knows connections only. */
const KINDS = ['latency', 'error', 'rate_limit', 'drop', 'accept_then_drop', 'undelivered'] as const;
const CALL_KINDS = ['latency', 'error', 'rate_limit', 'drop', 'accept_then_drop'];
const KINDS_OF: Record<Service, string[]> = {
  slack: CALL_KINDS,
  twilio: [...CALL_KINDS, 'undelivered'],
  api: CALL_KINDS,
  mail: ['latency', 'drop'],
};

/** One fault to inject; `times` null means until it is cleared. */
export const faultSchema = z
  .strictObject({
    service: z.enum(SERVICES),
    kind: z.enum(KINDS),
    method: z.string().optional(),
    /** Part of the path, such as `chat.postMessage` or `Messages.json`. */
    path: z.string().optional(),
    times: z.number().int().min(1).nullable().default(1),
    delayMs: z.number().int().min(0).max(120_000).default(0),
    status: z.number().int().min(400).max(599).default(500),
    retryAfterSeconds: z.number().int().min(0).default(1),
  })
  .superRefine((fault, context) => {
    const refuse = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    const known = KINDS_OF[fault.service];
    if (!known.includes(fault.kind)) refuse('kind', `${fault.service} knows only ${known.join(', ')}`);
    if (fault.service !== 'mail' && fault.kind !== 'undelivered') return;
    if (fault.method !== undefined) refuse('method', 'there is no method to tell apart here: leave it out');
    if (fault.path !== undefined) refuse('path', 'there is no path to tell apart here: leave it out');
  });
export type Fault = z.output<typeof faultSchema> & { id: number };

/** The faults that wait to happen, and the calls that were seen. */
export interface FaultBoard extends RequestLog {
  add(fault: z.output<typeof faultSchema>): Fault;
  list(): Fault[];
  /** False where there is no such fault, any more. */
  remove(id: number): boolean;
  clear(): void;
  /** The first fault that fits a call, used up by one. */
  take(service: Service, method: string, path: string): Fault | undefined;
  /** Whether the carrier is to lose a text, used up by one. */
  takeUndelivered(): boolean;
}

/** `onChange` hears of every fault that comes, goes or is used. */
export function createFaultBoard(onChange: () => void = () => undefined): FaultBoard {
  let faults: Fault[] = [];
  let nextId = 1;

  const keep = (wanted: (fault: Fault) => boolean): boolean => {
    const before = faults.length;
    faults = faults.filter(wanted);
    return faults.length < before;
  };
  const use = (wanted: (fault: Fault) => boolean): Fault | undefined => {
    const fault = faults.find(wanted);
    if (!fault?.times) return fault;
    fault.times -= 1;
    keep(({ times }) => times !== 0);
    onChange();
    return fault;
  };

  return {
    add(fault) {
      const added = { ...fault, id: nextId++ };
      faults.push(added);
      onChange();
      return added;
    },
    list: () => faults,
    remove(id) {
      const removed = keep((fault) => fault.id !== id);
      if (removed) onChange();
      return removed;
    },
    clear() {
      if (keep(() => false)) onChange();
    },
    take: (service, method, path) => use((fault) => fits(fault, service, method, path)),
    takeUndelivered: () => use(({ kind }) => kind === 'undelivered') !== undefined,
    ...createRequestLog(),
  };
}

const fits = (fault: Fault, service: Service, method: string, path: string): boolean =>
  fault.service === service &&
  fault.kind !== 'undelivered' &&
  (fault.method ?? method).toUpperCase() === method &&
  path.includes(fault.path ?? '');
