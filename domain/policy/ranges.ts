import type { Policy } from './policy.js';

type NumberField = { [K in keyof Policy]: Policy[K] extends number ? K : never }[keyof Policy];
export type RangedField = Exclude<NumberField, 'version'>;

const YEAR_MINUTES = 525_600;

/** What each number may be, both ends included; the database has the same limits as constraints. */
export const POLICY_RANGES = {
  minimumLeadMinutes: [0, 43_200],
  maximumHorizonDays: [1, 400],
  slotStepMinutes: [5, 60],
  defaultDurationMinutes: [5, 480],
  bufferBeforeMinutes: [0, 120],
  bufferAfterMinutes: [0, 120],
  decisionDeadlineMinutes: [1, YEAR_MINUTES],
  decisionLeadMinutes: [0, 43_199],
  patientCancelCutoffMinutes: [0, YEAR_MINUTES],
  patientMoveCutoffMinutes: [0, YEAR_MINUTES],
  lockoutThreshold: [3, 100],
  lockoutMinutes: [1, 1_440],
  signInsPerSourcePerMinute: [1, 100_000],
  signUpsPerSourcePerHour: [1, 100_000],
  smsPerDay: [0, 1_000],
  smsPerWeek: [0, 1_000],
} as const satisfies Record<RangedField, readonly [min: number, max: number]>;

export const MAX_REMINDERS = 10;
