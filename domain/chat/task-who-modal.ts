import type { TaskKind } from '../tasks/types.js';
import { shortInstant } from '../time/spoken.js';
import type { Modal } from './block-types.js';
import { context, fields, plain, quoteLine, section } from './blocks.js';
import { LIMITS } from './limits.js';
import { TASK_WORDS } from './task-words.js';

/** Whom a task is about. */
export interface TaskWhoView {
  kind: TaskKind;
  patientName: string | null;
  phone: string | null;
  session: { code: string; startsAt: string; doctorName: string } | null;
  /** What was written back, oldest first. */
  replies: readonly { text: string; at: string; arrived: boolean | null }[];
  timeZone: string;
}

const REPLIES_SHOWN = 5;

/** Name and number, shown to the one who asked and to nobody else. */
export function taskWhoModal(view: TaskWhoView): Modal {
  const { session, timeZone } = view;
  return {
    type: 'modal',
    title: plain('Who?', LIMITS.viewTitle),
    close: plain('Close', LIMITS.viewTitle),
    blocks: [
      section(
        `*${view.patientName === null ? 'A number that belongs to no patient, or to several' : quoteLine(view.patientName, 200)}*`,
      ),
      fields(
        `*Phone*\n${view.phone === null ? 'none' : quoteLine(view.phone)}`,
        `*Task*\n${TASK_WORDS[view.kind].title}`,
        ...(session === null
          ? []
          : [
              `*Session*\n${session.code}, ${quoteLine(session.doctorName, 120)}`,
              `*When*\n${shortInstant(session.startsAt, { timeZone })}`,
            ]),
      ),
      ...view.replies
        .slice(-REPLIES_SHOWN)
        .flatMap(({ text, at, arrived }) => [
          { type: 'section' as const, text: { ...plain(text), emoji: false } },
          context(`Answered ${shortInstant(at, { timeZone })}${ARRIVAL[String(arrived)] ?? ''}`),
        ]),
      context('Only you see this. That you looked is noted in the audit log.'),
    ],
  };
}

const ARRIVAL: Record<string, string> = { true: ', arrived', false: ', *did not arrive*', null: '' };
