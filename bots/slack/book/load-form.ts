import { operations, type SubjectClient } from '../../../api/client/client.js';
import type { Choice } from '../../../domain/chat/block-types.js';
import { choice } from '../../../domain/chat/blocks.js';
import { doctorChoices, placeChoices, readDoctorValue } from '../../../domain/chat/book-fields.js';
import type { BookForm } from '../../../domain/chat/book-form.js';
import { NO_WISH, type BookMemo } from '../../../domain/chat/book-memo.js';
import { DomainError } from '../../../domain/errors.js';
import { AFTER_ACK_DEADLINE_MS } from '../deps.js';

const LIST_LIMIT = 200;
const deadlineMs = AFTER_ACK_DEADLINE_MS;

/** The form with its lists, filled in with what the memo remembers. Null when there is no doctor to book. */
export async function loadForm(
  api: SubjectClient,
  memo: BookMemo,
  visitReason: string | null,
): Promise<BookForm | null> {
  const wish = memo.wish ?? NO_WISH;
  const [{ body: me }, { body: policy }, doctors, rooms, patient] = await Promise.all([
    api.call(operations.me, { deadlineMs }),
    api.call(operations.getPolicy, { deadlineMs }),
    api.call(operations.listDoctors, { query: { limit: LIST_LIMIT }, deadlineMs }),
    api.call(operations.listRooms, { query: { limit: LIST_LIMIT }, deadlineMs }),
    wish.patientId === null ? null : patientChoice(api, wish.patientId),
  ]);
  // A doctor books for themselves only.
  const bookable = doctors.body.items.filter(
    ({ id, active }) => active && (me.role !== 'DOCTOR' || id === me.doctorId),
  );
  const choices = doctorChoices(bookable, policy.timeZone);
  if (choices.length === 0) return null;
  const places = placeChoices(rooms.body.items);
  return {
    memo: { ...memo, clinic: { timeZone: policy.timeZone, horizonDays: policy.maximumHorizonDays } },
    doctors: choices,
    places,
    patient,
    visitReason,
    wish: {
      ...wish,
      doctorId: chosenDoctor(choices, wish.doctorId),
      patientId: patient?.value ?? null,
      place: places.some(({ value }) => value === wish.place) ? wish.place : NO_WISH.place,
    },
  };
}

/** Where there is one doctor only, there is nothing to choose. */
function chosenDoctor(choices: Choice[], wanted: string | null): string | null {
  const ids = choices.map(({ value }) => readDoctorValue(value).id);
  const [only = null] = ids;
  if (ids.length === 1) return only;
  return wanted !== null && ids.includes(wanted) ? wanted : null;
}

async function patientChoice(api: SubjectClient, id: string): Promise<Choice | null> {
  try {
    const { body } = await api.call(operations.getPatient, { params: { id }, deadlineMs });
    return choice(body.fullName, id);
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'forbidden')) return null;
    throw error;
  }
}
