import type { TaskKind } from '../tasks/types.js';

export interface TaskWords {
  icon: string;
  title: string;
  /** What to do about it. */
  todo: string;
}

/** What each kind of work is called at the desk, and what to do. */
export const TASK_WORDS: Readonly<Record<TaskKind, TaskWords>> = {
  CALL_PATIENT: {
    icon: ':telephone_receiver:',
    title: 'Please call a patient',
    todo: 'Call, then confirm, move or cancel the session.',
  },
  DECLINED: {
    icon: ':thumbsdown:',
    title: 'A patient cannot come',
    todo: 'The slot stays held: please move or cancel the session.',
  },
  UNREAD_SMS: { icon: ':speech_balloon:', title: 'A text to read', todo: 'Answer here, or call.' },
  UNDELIVERED: {
    icon: ':warning:',
    title: 'A patient could not be reached',
    todo: 'Call, and put the number or the email address right.',
  },
  OPTED_OUT: {
    icon: ':mute:',
    title: 'A number wants no more texts',
    todo: 'No text goes there any more. Ask how the patient wants to be told; a session is not cancelled by this.',
  },
  DECISION_OVERDUE: {
    icon: ':hourglass_flowing_sand:',
    title: 'A request still waits for the doctor',
    todo: 'Please remind the doctor, before it expires.',
  },
  NO_ALTERNATIVE: {
    icon: ':calendar:',
    title: 'No other time was found for a session',
    todo: 'Find a time with the patient, then move or cancel the session.',
  },
};
