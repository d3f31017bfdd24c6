import type { Attendance, SessionStatus } from '../session/types.js';
import type { TaskKind, TaskState } from '../tasks/types.js';
import { shortInstant } from '../time/spoken.js';
import type { Block, Button, Message } from './block-types.js';
import { actions, button, context, escapeMrkdwn, plain, quoteLine, section } from './blocks.js';
import { statusInWords } from './session-lines.js';
import { encodeTaskValue, TASK_ACTIONS, TASK_ACTIONS_BLOCK_ID } from './task-ids.js';
import { TASK_WORDS } from './task-words.js';

/** Everything that a task's post shows, as plain data. Instants are ISO. No phone number is among it. */
export interface TaskPostView {
  taskId: string;
  kind: TaskKind;
  state: TaskState;
  /** What a patient wrote, or what went wrong. */
  text: string | null;
  note: string | null;
  dueAt: string | null;
  claimedBy: string | null;
  doneBy: string | null;
  doneAt: string | null;
  repliedAt: string | null;
  session: {
    code: string;
    startsAt: string;
    doctorName: string;
    status: SessionStatus;
    attendance: Attendance;
  } | null;
  /** Only for workspaces whose contract allows names. */
  patientName: string | null;
  /** The clinic's. */
  timeZone: string;
}

/** A task's post in the secretaries' channel: with buttons while there is something to do, with who and when after that. */
export function taskPost(view: TaskPostView): Message {
  const { icon, title, todo } = TASK_WORDS[view.kind];
  const isDone = view.state === 'DONE';
  const headline = isDone ? `:white_check_mark: ~${title}~` : `${icon} *${title}*`;
  return {
    text: `${isDone ? 'Done: ' : ''}${title}${view.session === null ? '' : `, session ${view.session.code}`}`,
    blocks: [
      section([headline, factsLine(view)].filter(Boolean).join('\n')),
      ...textBlocks(view),
      context([stateLine(view), ...(isDone ? [] : [`:point_right: ${todo}`])].join('\n')),
      ...(isDone ? [] : [actions(TASK_ACTIONS_BLOCK_ID, ...taskButtons(view))]),
    ],
  };
}

/** `Session *K7QP* · Tue 12 May 10:30 CEST · Dr Haddad · called off · Sara Ali`: also what there is to tell the patient. */
function factsLine({ state, session, patientName, timeZone }: TaskPostView): string {
  const about =
    session === null
      ? []
      : [
          `Session *${session.code}*`,
          shortInstant(session.startsAt, { timeZone }),
          escapeMrkdwn(session.doctorName),
          ...(state === 'DONE' ? [] : [statusInWords(session.status, session.attendance)]),
        ];
  return [...about, ...(patientName === null ? [] : [quoteLine(patientName, 120)])].join(' · ');
}

/** As it was typed: no formatting, mention or link comes of it. */
function textBlocks({ text }: TaskPostView): Block[] {
  return text === null || text.trim() === '' ? [] : [{ type: 'section', text: { ...plain(text), emoji: false } }];
}

function stateLine(view: TaskPostView): string {
  const answered = view.repliedAt === null ? '' : `, answered by text ${shortInstant(view.repliedAt, view)}`;
  switch (view.state) {
    case 'OPEN':
      return `Nobody is on it yet${answered}`;
    case 'CLAIMED':
      return `:raising_hand: *${escapeMrkdwn(view.claimedBy ?? 'Somebody')}* is on it${answered}`;
    case 'DONE':
      return doneLine(view, answered);
  }
}

function doneLine({ doneBy, doneAt, note, timeZone }: TaskPostView, answered: string): string {
  const by = doneBy === null ? 'Settled by itself' : `Done by *${escapeMrkdwn(doneBy)}*`;
  const at = doneAt === null ? '' : `, ${shortInstant(doneAt, { timeZone })}`;
  return `${by}${at}${answered}${note === null || note.trim() === '' ? '' : `: ${quoteLine(note)}`}`;
}

function taskButtons({ taskId, kind, state, session }: TaskPostView): Button[] {
  const value = encodeTaskValue(taskId);
  const which = `${TASK_WORDS[kind].title}${session === null ? '' : `, session ${session.code}`}`;
  const one = (actionId: string, text: string, style?: 'primary'): Button =>
    button({ actionId, text, value, ...(style && { style }), accessibilityLabel: `${text}: ${which}` });
  return [
    ...(kind === 'UNREAD_SMS' ? [one(TASK_ACTIONS.reply, 'Reply…', 'primary')] : []),
    ...(state === 'OPEN' ? [one(TASK_ACTIONS.claim, 'Claim')] : []),
    one(TASK_ACTIONS.done, 'Done'),
    one(TASK_ACTIONS.who, 'Who?'),
  ];
}
