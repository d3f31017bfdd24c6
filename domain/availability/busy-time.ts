import { type Interval, merged } from './intervals.js';
import { MS_PER_MINUTE } from './local-day.js';
import type { BusyRange, SchedulingInput } from './types.js';

/** Busy time by resource, merged, in whole epoch minutes (a begun minute counts). */
export interface BusyTime {
  doctor: Interval[];
  patient: Interval[];
  room(roomId: string): Interval[];
}

/** Sorts the ranges by the resource that matters here; a patient that is not named is never busy. */
export function busyTime({ doctor, busy }: SchedulingInput, patientId: string | null): BusyTime {
  const doctorBusy: Interval[] = [];
  const patientBusy: Interval[] = [];
  const rooms = new Map<string, Interval[]>();
  for (const range of busy) {
    switch (range.resource) {
      case 'doctor':
        if (range.resourceId === doctor.id) doctorBusy.push(inMinutes(range));
        break;
      case 'patient':
        if (range.resourceId === patientId) patientBusy.push(inMinutes(range));
        break;
      case 'room': {
        const room = rooms.get(range.resourceId);
        if (room === undefined) rooms.set(range.resourceId, [inMinutes(range)]);
        else room.push(inMinutes(range));
      }
    }
  }
  for (const [roomId, intervals] of rooms) rooms.set(roomId, merged(intervals));
  return { doctor: merged(doctorBusy), patient: merged(patientBusy), room: (roomId) => rooms.get(roomId) ?? [] };
}

/** The minutes that a range touches. */
export function inMinutes({ startMs, endMs }: Pick<BusyRange, 'startMs' | 'endMs'>): Interval {
  return { start: Math.floor(startMs / MS_PER_MINUTE), end: Math.ceil(endMs / MS_PER_MINUTE) };
}
