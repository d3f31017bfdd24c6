import { operations, type SubjectClient } from '../../api/client/client.js';
import { bookedMessage, noSuchTimeMessage, unreadableMessage } from '../../domain/chat/book-answer.js';
import { unescapeSlack } from '../../domain/chat/blocks.js';
import { parseBookLine, type BookLine } from '../../domain/chat/book-line.js';
import { DomainError } from '../../domain/errors.js';
import { instantsOfLocalTime, localDateOf } from '../../domain/time/local-date.js';
import { clockTime } from '../../domain/time/spoken.js';
import { chatWords } from '../errors.js';
import { findNames, type FoundNames } from './book-names.js';
import { asSlackUser, PATIENT_DEADLINE_MS, type SlackDeps } from './deps.js';
import { idempotencyKey } from './idempotency-key.js';
import type { CommandCall } from './listeners/commands/session.js';
import type { PrivateMessage } from './private-answer.js';

/** `book <doctor> <patient> <day> <time> [room …|telehealth]`: asks back until one slot is meant, then books it. */
export function createBookCommand(deps: SlackDeps) {
  return async ({ userId, text, triggerId }: CommandCall): Promise<PrivateMessage> => {
    const api = asSlackUser(deps, userId);
    const { timeZone } = (await api.call(operations.getPolicy, {})).body;
    const now = deps.now();
    const today = localDateOf(now.getTime(), timeZone);
    const line = parseBookLine(unescapeSlack(text), {
      today,
      nowTime: clockTime(now.toISOString(), timeZone),
    });
    if ('error' in line) return unreadableMessage(line.error);
    if (line.date < today) throw new DomainError('past_date', 'The day is past.');
    const names = await findNames(api, line);
    if ('text' in names) return names;
    // In the autumn fold the clock shows a time twice; the earlier one is meant.
    const [startsAt] = instantsOfLocalTime(line.date, line.time, timeZone);
    if (startsAt === undefined) return noSuchTimeMessage(line.date, line.time);
    return book(api, { line, names, startsAt, timeZone, key: idempotencyKey('book', userId, triggerId) });
  };
}

interface Wish {
  line: BookLine;
  names: FoundNames;
  startsAt: string;
  timeZone: string;
  key: string;
}

async function book(api: SubjectClient, { line, names, startsAt, timeZone, key }: Wish): Promise<PrivateMessage> {
  try {
    const { body } = await api.call(operations.bookSession, {
      body: {
        doctorId: names.doctor.id,
        patientId: names.patient.id,
        startsAt,
        ...(line.telehealth && { telehealth: true }),
        ...(names.room && { roomId: names.room.id }),
      },
      idempotencyKey: key,
      deadlineMs: PATIENT_DEADLINE_MS,
    });
    return bookedMessage({
      ...body,
      place: body.room?.name ?? null,
      doctorName: body.doctor.fullName,
      patientName: body.patient.fullName,
    });
  } catch (error) {
    if (error instanceof DomainError) return { text: chatWords(error, { timeZone }) };
    throw error;
  }
}
