/** The clinic's rules: one row, versioned and audited. Units are in the names; `quietHours` are clinic-local `HH:mm`. */
export interface Policy {
  version: number;
  clinicName: string;
  timeZone: string;
  minimumLeadMinutes: number;
  maximumHorizonDays: number;
  slotStepMinutes: number;
  defaultDurationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  decisionDeadlineMinutes: number;
  decisionLeadMinutes: number;
  reminderOffsetsMinutes: number[];
  quietHours: { from: string; to: string };
  patientCancelCutoffMinutes: number;
  patientMoveCutoffMinutes: number;
  patientSelfBooking: boolean;
  lockoutThreshold: number;
  lockoutMinutes: number;
  signInsPerSourcePerMinute: number;
  signUpsPerSourcePerHour: number;
  smsPerDay: number;
  smsPerWeek: number;
}
