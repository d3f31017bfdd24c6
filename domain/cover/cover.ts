import type { Fault } from '../fault.js';

/** A doctor who may decide in another's place; local dates of the clinic, both included. */
export interface CoverEntry {
  doctorId: string;
  from: string;
  to: string;
}

/** What a list of entries for `doctorId` says that cannot be; several doctors may cover the same days. */
export function coverFaults(doctorId: string, entries: readonly CoverEntry[]): Fault[] {
  return entries.flatMap((entry, index) => {
    const at = `/${index}`;
    if (entry.doctorId === doctorId) return [{ pointer: `${at}/doctorId`, message: 'must be another doctor' }];
    if (entry.to < entry.from) return [{ pointer: `${at}/to`, message: 'must not be before from' }];
    const earlier = entries.slice(0, index).findIndex((other) => overlaps(other, entry));
    if (earlier < 0) return [];
    return [{ pointer: at, message: `has days that entry ${earlier} has for the same doctor: make one of them` }];
  });
}

function overlaps(one: CoverEntry, other: CoverEntry): boolean {
  return one.doctorId === other.doctorId && one.from <= other.to && other.from <= one.to;
}
