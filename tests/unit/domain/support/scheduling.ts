import type {
  AvailabilityException,
  AvailabilityPeriod,
  BusyRange,
  SchedulingInput,
  WeeklyStretch,
} from '../../../../domain/availability/types.js';
import type { Policy } from '../../../../domain/policy/policy.js';

export const DOCTOR = 'doctor-1';
export const PATIENT = 'patient-1';
export const ROOM_A = 'room-a';
export const ROOM_B = 'room-b';

export const policy: Policy = {
  version: 1,
  clinicName: 'Elm Street Clinic',
  timeZone: 'Europe/Berlin',
  minimumLeadMinutes: 0,
  maximumHorizonDays: 400,
  slotStepMinutes: 30,
  defaultDurationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  decisionDeadlineMinutes: 1_440,
  decisionLeadMinutes: 30,
  reminderOffsetsMinutes: [2_880, 180],
  quietHours: { from: '21:00', to: '08:00' },
  patientCancelCutoffMinutes: 1_440,
  patientMoveCutoffMinutes: 1_440,
  patientSelfBooking: true,
  lockoutThreshold: 5,
  lockoutMinutes: 15,
  signInsPerSourcePerMinute: 30,
  signUpsPerSourcePerHour: 20,
  smsPerDay: 1,
  smsPerWeek: 3,
};

export interface Clinic {
  timeZone?: string;
  /** `HH:mm-HH:mm`, on every weekday unless `weekdays` says otherwise. */
  hours?: string[];
  breaks?: string[];
  weekdays?: number[];
  periods?: AvailabilityPeriod[];
  exceptions?: AvailabilityException[];
  rooms?: string[];
  busy?: BusyRange[];
  active?: boolean;
  policy?: Partial<Policy>;
}

/** A doctor's schedule in few words. */
export function clinic(options: Clinic = {}): SchedulingInput {
  const weekdays = options.weekdays ?? [1, 2, 3, 4, 5, 6, 7];
  const breaks = (options.breaks ?? []).map(stretch);
  const weekly: WeeklyStretch[] = weekdays.flatMap((weekday) =>
    (options.hours ?? ['09:00-17:00']).map((hours) => ({ weekday, ...stretch(hours), breaks })),
  );
  return {
    doctor: { id: DOCTOR, active: options.active ?? true, timeZone: options.timeZone ?? 'Europe/Berlin' },
    periods: options.periods ?? [{ validFrom: '2020-01-01', validTo: null, weekly }],
    exceptions: options.exceptions ?? [],
    roomIds: options.rooms ?? [ROOM_A, ROOM_B],
    busy: options.busy ?? [],
    policy: { ...policy, ...options.policy },
  };
}

/** `09:00-17:00` in minutes. */
export function stretch(text: string): { startMinute: number; endMinute: number } {
  const [startMinute = 0, endMinute = 0] = text.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  return { startMinute, endMinute };
}

/** Busy from one instant to another. */
export function busy(resource: BusyRange['resource'], resourceId: string, from: string, to: string): BusyRange {
  return { resource, resourceId, startMs: Date.parse(from), endMs: Date.parse(to) };
}
