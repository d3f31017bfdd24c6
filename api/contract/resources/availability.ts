import { z } from 'zod';
import { CONFLICT_ACTIONS } from '../../../domain/availability/editing/index.js';
import { ERROR_CODES } from '../../../domain/errors.js';
import { utcInstant } from '../primitives.js';
import { session } from './session.js';
import { slot } from './slot.js';

const localTime = z.string().meta({ description: 'HH:mm, 24:00 at an end' });
const localDate = z.iso.date();

export const affectedSession = z
  .object({ session, alternatives: z.array(slot) })
  .meta({ id: 'AffectedSession', description: 'Alternatives by the changed hours; for the first 50 sessions' });

const weeklyStretch = z
  .object({
    weekday: z.int(),
    start: localTime,
    end: localTime,
    breaks: z.array(z.object({ start: localTime, end: localTime })),
  })
  .meta({ id: 'WeeklyStretch' });

export const availabilityException = z
  .object({
    id: z.guid(),
    from: localDate,
    to: localDate.meta({ description: 'Inclusive' }),
    timeZone: z.string().meta({ description: 'In which these dates and times are meant' }),
    kind: z.enum(['CLOSED', 'OPEN']),
    start: localTime.nullable(),
    end: localTime.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'AvailabilityException' });

export const availability = z
  .object({
    timeZone: z.string(),
    periods: z.array(
      z
        .object({
          validFrom: localDate,
          validTo: localDate.nullable().meta({ description: 'Exclusive; null: until further notice' }),
          timeZone: z.string().meta({ description: 'In which these hours are meant' }),
          weekly: z.array(weeklyStretch),
        })
        .meta({ id: 'AvailabilityPeriod' }),
    ),
    exceptions: z.array(availabilityException).meta({ description: 'Of the last 366 days and to come' }),
  })
  .meta({ id: 'Availability' });

export const leaveProgress = z
  .object({ id: z.guid(), total: z.int(), done: z.int() })
  .meta({ id: 'LeaveProgress', description: 'How far the choices for sessions left outside are carried out' });

export const leave = z
  .object({
    id: z.guid(),
    doctorId: z.guid(),
    exceptionId: z.guid().nullable(),
    total: z.int(),
    done: z.int(),
    finishedAt: utcInstant.nullable(),
    items: z.array(
      z
        .object({
          sessionId: z.guid(),
          action: z.enum(CONFLICT_ACTIONS),
          startsAt: utcInstant.nullable().meta({ description: 'The start that was chosen for a MOVE' }),
          state: z.enum(['PENDING', 'DONE', 'REFUSED']),
          code: z.enum(ERROR_CODES).nullable().meta({ description: 'Why it was refused' }),
        })
        .meta({ id: 'LeaveItem' }),
    ),
  })
  .meta({ id: 'Leave' });
