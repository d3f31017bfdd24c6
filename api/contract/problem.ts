import { z } from 'zod';
import { ERROR_CODES } from '../../domain/errors.js';
import { SESSION_STATUSES } from '../../domain/session/types.js';
import { utcInstant } from './primitives.js';
import { person, slotReason } from './resources/common.js';
import { affectedSession } from './resources/availability.js';
import { slot } from './resources/slot.js';

/** Codes of a problem: ours, and one for what is our own fault. */
export const PROBLEM_CODES = [...ERROR_CODES, 'internal_error'] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export const fieldError = z
  .object({
    pointer: z.string().meta({ description: 'JSON pointer into the body; /name for a query or path parameter' }),
    message: z.string(),
  })
  .meta({ id: 'FieldError' });

/** RFC 9457, with the members that single codes add. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().meta({ description: 'The request id' }),
    code: z.enum(PROBLEM_CODES),
    errors: z.array(fieldError).optional(),
    alternatives: z.array(slot).optional(),
    conflicts: z.array(z.enum(['doctor', 'room', 'patient'])).optional(),
    reasons: z.array(slotReason).optional(),
    affected: z
      .array(affectedSession)
      .optional()
      .meta({ description: 'Sessions that would be left outside; each needs an action in onConflict' }),
    retryAfterSeconds: z.int().min(0).optional(),
    sessionStatus: z.enum(SESSION_STATUSES).optional(),
    decidedBy: person.nullable().optional(),
    decidedAt: utcInstant.nullable().optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.output<typeof problem>;
