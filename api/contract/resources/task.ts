import { z } from 'zod';
import { NOTIFICATION_STATUSES } from '../../../domain/notifications/types.js';
import { SESSION_STATUSES } from '../../../domain/session/types.js';
import { TASK_KINDS, TASK_STATES, UNREACHED_REASONS } from '../../../domain/tasks/types.js';
import { pageOf, utcInstant } from '../primitives.js';
import { namedRef } from './common.js';

/** Unnamed in the document, where a named part that may be null is null everywhere. */
const somebody = z.object({ id: z.guid(), fullName: z.string() });

const taskSession = z
  .object({
    id: z.guid(),
    code: z.string(),
    status: z.enum(SESSION_STATUSES),
    startsAt: utcInstant,
    doctor: namedRef,
  })
  .meta({ id: 'TaskSession' });

export const task = z
  .object({
    id: z.guid(),
    kind: z.enum(TASK_KINDS),
    state: z.enum(TASK_STATES),
    version: z.int().meta({ description: 'Rises with every change' }),
    session: taskSession.nullable().optional(),
    patient: somebody.nullable().optional(),
    phone: z.string().nullable().optional(),
    text: z.string().nullable().optional().meta({ description: 'What a patient wrote, or what went wrong' }),
    timeZone: z.string(),
    createdAt: utcInstant,
    dueAt: utcInstant.nullable().optional(),
    claimedBy: somebody.nullable().optional(),
    claimedAt: utcInstant.nullable().optional(),
    doneBy: somebody.nullable().optional().meta({ description: 'null where it was done by itself; see note' }),
    doneAt: utcInstant.nullable().optional(),
    note: z.string().nullable().optional(),
    replies: z
      .array(z.object({ text: z.string(), status: z.enum(NOTIFICATION_STATUSES), at: utcInstant }))
      .meta({ description: 'Texts that were written back, oldest first' }),
  })
  .meta({ id: 'Task' });

export const unreached = z
  .object({
    session: taskSession,
    patient: namedRef,
    phone: z.string().nullable(),
    reason: z.enum(UNREACHED_REASONS),
    taskId: z.guid().nullable().meta({ description: 'The open task about it, if there is one' }),
  })
  .meta({ id: 'Unreached' });

export const taskPage = pageOf(task)
  .extend({
    unreached: z
      .array(unreached)
      .optional()
      .meta({ description: 'With `unreached` only: every such session, also those without a task' }),
  })
  .meta({ id: 'TaskPage' });
