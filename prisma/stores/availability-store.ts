import type { AvailabilityException, WeeklyStretch } from '../../domain/availability/types.js';
import type { BookedTime, Schedule } from '../../domain/availability/editing/index.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** A doctor's hours from three days ago on, and the sessions to come, held still until the transaction ends. */
export interface OpenAvailability extends Schedule {
  sessions: BookedTime[];
}

/**
 * Holds a doctor's hours for a change: nobody else changes them, and no booking for the doctor is judged, until the
 * transaction ends. Throws `forbidden` where the actor may not; `weekly` says which kind of change it is.
 */
export function openAvailability(tx: Tx, command: { doctorId: string; weekly: boolean }): Promise<OpenAvailability> {
  return callEngine(tx, 'open_availability', command);
}

/** New weekly hours from a day on; see `withWeeklyHours`. What is past is marked with the zone in which it was meant. */
export async function setWeeklyHours(
  tx: Tx,
  command: { doctorId: string; timeZone: string; validFrom: string; weekly: WeeklyStretch[] },
): Promise<void> {
  await callEngine(tx, 'set_weekly_hours', command);
}

export async function addException(
  tx: Tx,
  command: AvailabilityException & { exceptionId: string; doctorId: string; reason: string },
): Promise<void> {
  await callEngine(tx, 'add_exception', command);
}

/** Days before `today`, the doctor's, stay as they were; see `withoutException`. */
export async function removeException(
  tx: Tx,
  command: { doctorId: string; exceptionId: string; today: string },
): Promise<void> {
  await callEngine(tx, 'remove_exception', command);
}
