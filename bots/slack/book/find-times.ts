import { operations, type SubjectClient } from '../../../api/client/client.js';
import { readDoctorValue } from '../../../domain/chat/book-fields.js';
import type { BookForm } from '../../../domain/chat/book-form.js';
import { ANY_ROOM, TELEHEALTH } from '../../../domain/chat/book-memo.js';
import { impossibleDay, LOOK_AHEAD_DAYS, timesOfDay, type BookTimes } from '../../../domain/chat/book-times.js';
import { LIMITS } from '../../../domain/chat/limits.js';
import { instantsOfDates, localDateOf, plusDays } from '../../../domain/time/local-date.js';
import type { Logger } from '../../../platform/logger.js';
import { beforeStop } from '../before-stop.js';
import { AFTER_ACK_DEADLINE_MS } from '../deps.js';
import { explainFailure } from '../failure-words.js';

const LIST_LIMIT = 200;
/** A day of five-minute steps and the part of the day before it. */
const PAGES_MAX = 3;

/** The free times for what is chosen so far. Never throws: an outage is an answer too. */
export async function findTimes(
  deps: { api: SubjectClient; logger: Logger; now: () => Date; signal: AbortSignal },
  form: BookForm,
): Promise<BookTimes> {
  const { wish, memo } = form;
  if (wish.doctorId === null || wish.day === null) return { kind: 'UNASKED' };
  const impossible = impossibleDay(wish.day, memo.clinic, deps.now().getTime());
  if (impossible !== null) return impossible;
  const { timeZone } = memo.clinic;
  try {
    const starts = await beforeStop(freeStarts(deps.api, form, wish.day), deps.signal);
    return timesOfDay(starts, wish.day, timeZone);
  } catch (error) {
    return {
      kind: 'UNKNOWN',
      words: explainFailure(deps.logger, error, { what: 'a search for times', timeZone }).words,
    };
  }
}

/** Days of the form are the clinic's, those of the API the doctor's, so the question may begin a day earlier. */
async function freeStarts(api: SubjectClient, { wish, memo, doctors }: BookForm, day: string): Promise<string[]> {
  const { timeZone } = memo.clinic;
  const { fromMs, toMs } = instantsOfDates(day, plusDays(day, 1), timeZone);
  const doctor = doctors.map(({ value }) => readDoctorValue(value)).find(({ id }) => id === wish.doctorId);
  const from = localDateOf(fromMs, doctor?.timeZone ?? timeZone);
  const query = {
    doctorId: wish.doctorId ?? '',
    from,
    to: plusDays(from, LOOK_AHEAD_DAYS),
    limit: LIST_LIMIT,
    ...(wish.patientId !== null && { patientId: wish.patientId }),
    ...(wish.place === TELEHEALTH && { telehealth: 'true' as const }),
    ...(wish.place !== ANY_ROOM && wish.place !== TELEHEALTH && { roomId: wish.place }),
  };
  const starts: string[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const { body }: { body: { items: { startsAt: string }[]; nextCursor: string | null } } = await api.call(
      operations.listSlots,
      { query: { ...query, ...(cursor !== null && { cursor }) }, deadlineMs: AFTER_ACK_DEADLINE_MS },
    );
    const found = body.items.map(({ startsAt }) => startsAt).filter((startsAt) => Date.parse(startsAt) >= fromMs);
    starts.push(...found);
    cursor = body.nextCursor;
    if (cursor === null || starts.length > LIMITS.options || Date.parse(starts.at(-1) ?? '') >= toMs) break;
  }
  return starts;
}
