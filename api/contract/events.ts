import { ANY_USER, defineOperation, inPerson } from './operation.js';
import { streamed } from './streamed.js';

export const watchEvents = defineOperation({
  operationId: 'watchEvents',
  method: 'GET',
  path: '/events',
  tag: 'events',
  summary: 'What changes, as it does, of what the caller may see; until the token ends',
  access: inPerson(ANY_USER),
  responses: {
    200: streamed(
      'Server-sent events: `session.changed` {id, version}; `task.changed` {id}; `reset` {}: something was missed, read anew; `end` {reason: expired, signed_out or restarting}: the last one',
    ),
  },
  media: 'text/event-stream',
  errors: [],
});
