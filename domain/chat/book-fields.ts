import type { Block, Choice } from './block-types.js';
import { choice, plain } from './blocks.js';
import { BOOK_VIEW, MIN_SEARCH_LENGTH, VISIT_REASON_MAX } from './book-ids.js';
import { ANY_ROOM, TELEHEALTH } from './book-memo.js';
import { LIMITS } from './limits.js';

const SPECIAL_PLACES = [choice('Any free room', ANY_ROOM), choice('Telehealth', TELEHEALTH)];

/** Doctors to choose from. A zone that is not the clinic's goes with the id: its days are other days. */
export function doctorChoices(
  doctors: readonly { id: string; fullName: string; timeZone: string }[],
  clinicZone: string,
): Choice[] {
  return doctors
    .slice(0, LIMITS.options)
    .map(({ id, fullName, timeZone }) => choice(fullName, timeZone === clinicZone ? id : `${id} ${timeZone}`));
}

/** The doctor's id, and their zone where it is not the clinic's. */
export function readDoctorValue(value: string): { id: string; timeZone: string | null } {
  const [id = '', timeZone = null] = value.split(' ');
  return { id, timeZone };
}

/** Places to choose from; only rooms in use. */
export function placeChoices(rooms: readonly { id: string; name: string; active: boolean }[]): Choice[] {
  const active = rooms.filter((room) => room.active).map(({ id, name }) => choice(name, id));
  return [...SPECIAL_PLACES, ...active].slice(0, LIMITS.options);
}

/** Patients found, as options of the search; namesakes are told apart by the end of their phone number. */
export function patientChoices(found: readonly { id: string; fullName: string; phone: string | null }[]): Choice[] {
  return found.slice(0, LIMITS.options).map(({ id, fullName, phone }) => {
    const namesakes = found.filter((other) => other.fullName === fullName).length > 1;
    return choice(namesakes && phone !== null ? `${fullName} (…${phone.slice(-4)})` : fullName, id);
  });
}

/** Whose session it will be: searched for as one types. */
export function patientField(chosen: Choice | null): Block {
  return {
    type: 'input',
    block_id: BOOK_VIEW.patient.blockId,
    dispatch_action: true,
    label: plain('Patient'),
    element: {
      type: 'external_select',
      action_id: BOOK_VIEW.patient.actionId,
      min_query_length: MIN_SEARCH_LENGTH,
      placeholder: plain('Type a part of the name', LIMITS.placeholder),
      ...(chosen && { initial_option: chosen }),
    },
  };
}

/** A choice from a list, told to the bot at once. */
export function listField(options: {
  label: string;
  blockId: string;
  actionId: string;
  placeholder: string;
  choices: Choice[];
  chosen: Choice | null;
}): Block {
  return {
    type: 'input',
    block_id: options.blockId,
    dispatch_action: true,
    label: plain(options.label),
    element: {
      type: 'static_select',
      action_id: options.actionId,
      placeholder: plain(options.placeholder, LIMITS.placeholder),
      options: options.choices,
      ...(options.chosen && { initial_option: options.chosen }),
    },
  };
}

export function dayField(day: string | null, generation: number): Block {
  return {
    type: 'input',
    block_id: `${BOOK_VIEW.day.blockPrefix}${generation}`,
    dispatch_action: true,
    label: plain('Day'),
    element: {
      type: 'datepicker',
      action_id: BOOK_VIEW.day.actionId,
      placeholder: plain('Choose a day', LIMITS.placeholder),
      ...(day !== null && { initial_date: day }),
    },
  };
}

export function reasonField(visitReason: string | null): Block {
  return {
    type: 'input',
    block_id: BOOK_VIEW.reason.blockId,
    optional: true,
    label: plain('Visit reason'),
    hint: plain('The doctor’s card shows only its kind; the full text is behind Who?'),
    element: {
      type: 'plain_text_input',
      action_id: BOOK_VIEW.reason.actionId,
      multiline: true,
      max_length: VISIT_REASON_MAX,
      ...(visitReason !== null && { initial_value: visitReason }),
    },
  };
}
