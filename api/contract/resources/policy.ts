import { z } from 'zod';

export const policy = z
  .object({
    version: z.int(),
    clinicName: z.string(),
    timeZone: z.string(),
    minimumLeadMinutes: z.int(),
    maximumHorizonDays: z.int(),
    slotStepMinutes: z.int(),
    defaultDurationMinutes: z.int(),
    bufferBeforeMinutes: z.int(),
    bufferAfterMinutes: z.int(),
    decisionDeadlineMinutes: z.int(),
    decisionLeadMinutes: z.int(),
    reminderOffsetsMinutes: z.array(z.int()),
    quietHours: z.object({ from: z.string(), to: z.string() }),
    patientCancelCutoffMinutes: z.int(),
    patientMoveCutoffMinutes: z.int(),
    patientSelfBooking: z.boolean(),
    lockoutThreshold: z.int(),
    lockoutMinutes: z.int(),
    signInsPerSourcePerMinute: z.int(),
    signUpsPerSourcePerHour: z.int(),
    smsPerDay: z.int(),
    smsPerWeek: z.int(),
  })
  .meta({ id: 'Policy' });
