import { operations, type SubjectClient } from '../../api/client/client.js';
import { ambiguousMessage, unknownMessage, type Sought } from '../../domain/chat/book-answer.js';
import type { BookLine } from '../../domain/chat/book-line.js';
import { matchName, type NamedItem } from '../../domain/chat/match-name.js';
import type { PrivateMessage } from './private-answer.js';

export interface FoundNames {
  doctor: NamedItem;
  patient: NamedItem;
  room: NamedItem | null;
}

const LIST_LIMIT = 200;

/** Whom and what a line means; a question back where that is not plain. */
export async function findNames(api: SubjectClient, line: BookLine): Promise<FoundNames | PrivateMessage> {
  const [doctors, patients, rooms] = await Promise.all([
    listDoctors(api),
    searchPatients(api, line.patient),
    line.room === null ? [] : listRooms(api),
  ]);
  const doctor = choose('doctor', line.doctor, doctors);
  if ('text' in doctor) return doctor;
  const patient = choose('patient', line.patient, patients);
  if ('text' in patient) return patient;
  if (line.room === null) return { doctor, patient, room: null };
  const room = choose('room', line.room, rooms);
  return 'text' in room ? room : { doctor, patient, room };
}

function choose(what: Sought, query: string, items: NamedItem[]): NamedItem | PrivateMessage {
  const match = matchName(query, items);
  switch (match.kind) {
    case 'FOUND':
      return match.item;
    case 'SEVERAL':
      return ambiguousMessage(what, query, names(match.items));
    case 'NONE':
      // Doctors and rooms are few, so all may be told; patients are not listed to whoever mistypes.
      return unknownMessage(what, query, names(match.near.length > 0 || what === 'patient' ? match.near : items));
  }
}

const names = (items: readonly NamedItem[]): string[] => items.map(({ name }) => name);

async function listDoctors(api: SubjectClient): Promise<NamedItem[]> {
  const { body } = await api.call(operations.listDoctors, { query: { limit: LIST_LIMIT } });
  return body.items.map(({ id, fullName }) => ({ id, name: fullName }));
}

async function listRooms(api: SubjectClient): Promise<NamedItem[]> {
  const { body } = await api.call(operations.listRooms, { query: { limit: LIST_LIMIT } });
  return body.items.filter(({ active }) => active).map(({ id, name }) => ({ id, name }));
}

/** The whole name first; then by its words, so that a slip in one of them still finds somebody to ask about. */
async function searchPatients(api: SubjectClient, name: string): Promise<NamedItem[]> {
  const whole = await searchPatientsBy(api, name);
  if (whole.length > 0) return whole;
  const words = name.split(/[\s,.-]+/).filter((word) => word.length > 1);
  const lists = await Promise.all(
    words.flatMap((word) => [word, word.slice(0, 3)]).map((part) => searchPatientsBy(api, part)),
  );
  return [...new Map(lists.flat().map((item) => [item.id, item])).values()];
}

async function searchPatientsBy(api: SubjectClient, search: string): Promise<NamedItem[]> {
  const { body } = await api.call(operations.listPatients, { query: { search, limit: LIST_LIMIT } });
  return body.items.map(({ id, fullName }) => ({ id, name: fullName }));
}
