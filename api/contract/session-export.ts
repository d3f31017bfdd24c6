import { z } from 'zod';
import { defineOperation, inPerson } from './operation.js';
import { queryFlag } from './primitives.js';
import { sessionFilter } from './sessions.js';
import { streamed } from './streamed.js';

export const exportSessions = defineOperation({
  operationId: 'exportSessions',
  method: 'GET',
  path: '/sessions/export.csv',
  tag: 'sessions',
  summary: 'The sessions of the list as CSV, all of them; `X-Total-Count` says about how many rows follow',
  access: inPerson(['ADMIN']),
  query: z.object({
    ...sessionFilter,
    bom: queryFlag.optional().meta({
      description: 'Begin with a byte order mark: Excel needs it to read UTF-8, programs stumble over it',
    }),
  }),
  responses: {
    200: streamed(
      'RFC 4180 in UTF-8 with a header; a field that a spreadsheet would take for a formula begins with an apostrophe',
    ),
  },
  media: 'text/csv',
  errors: [],
});
