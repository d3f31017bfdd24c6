import { z } from 'zod';
import { TASK_KINDS, TASK_REPLY_MAX, TASK_STATES } from '../../domain/tasks/types.js';
import { defineOperation, people } from './operation.js';
import { commaList, idParams, NOTE_MAX, pageQuery, words } from './primitives.js';
import { task, taskPage } from './resources/task.js';

const desk = people(['SECRETARY', 'ADMIN']);

export const listTasks = defineOperation({
  operationId: 'listTasks',
  method: 'GET',
  path: '/tasks',
  tag: 'tasks',
  summary:
    'Work for the desk, newest first; with `unreached=tomorrow` what is open about patients of tomorrow not reached',
  access: desk,
  query: z.object({
    kind: commaList(TASK_KINDS).optional(),
    state: commaList(TASK_STATES).optional(),
    unreached: z.enum(['today', 'tomorrow']).optional().meta({
      description:
        'Tasks about sessions of that day of the clinic whose patients have not been reached, and these sessions',
    }),
    ...pageQuery,
  }),
  responses: { 200: taskPage },
  errors: [],
});

export const getTask = defineOperation({
  operationId: 'getTask',
  method: 'GET',
  path: '/tasks/{id}',
  tag: 'tasks',
  summary: 'One task',
  access: desk,
  params: idParams,
  responses: { 200: task },
  errors: ['not_found'],
});

export const claimTask = defineOperation({
  operationId: 'claimTask',
  method: 'POST',
  path: '/tasks/{id}/claim',
  tag: 'tasks',
  summary: 'Say that one is on it; refused where somebody else is',
  access: desk,
  params: idParams,
  body: z.strictObject({}),
  bodyRequired: false,
  responses: { 200: task },
  errors: ['not_found', 'invalid_transition'],
  idempotent: true,
});

export const finishTask = defineOperation({
  operationId: 'finishTask',
  method: 'POST',
  path: '/tasks/{id}/done',
  tag: 'tasks',
  summary: 'Tick it off, whoever has claimed it',
  access: desk,
  params: idParams,
  body: z.strictObject({ note: words(NOTE_MAX).nullable().optional() }),
  bodyRequired: false,
  responses: { 200: task },
  errors: ['not_found', 'invalid_transition'],
  idempotent: true,
});

export const replyToTask = defineOperation({
  operationId: 'replyToTask',
  method: 'POST',
  path: '/tasks/{id}/reply',
  tag: 'tasks',
  summary: 'Text the number of the task, and claim it; refused where the number wants no texts',
  access: desk,
  params: idParams,
  body: z.strictObject({ text: words(TASK_REPLY_MAX) }),
  responses: { 200: task },
  errors: ['not_found', 'invalid_transition'],
  idempotent: true,
});
