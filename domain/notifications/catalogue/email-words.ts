import type { MoveAwaits, RejectCategory } from '../../session/types.js';
import type { MessageContext } from './message-context.js';

/** What an email needs of a language; the frame around the words is the same in all. */
export interface EmailWords {
  greeting(name: string | null): string;
  labels: {
    doctor: string;
    when: string;
    /** Beside an old or a proposed time. */
    newTime: string;
    oldTime: string;
    presentTime: string;
    /** The same of a request. */
    requestedTime: string;
    proposedTime: string;
    /** By when an answer counts. */
    answerBy: string;
    where: string;
    link: string;
    code: string;
  };
  /** Above the sessions of one day. */
  thatDay: string;
  otherTimes: string;
  closing: string;
  subject(context: EmailWordsContext): string;
  paragraphs(context: EmailWordsContext): string[];
}

export interface EmailWordsContext {
  kind: MessageContext['kind'];
  clinic: string;
  doctor: string;
  /** `Tue 12 May 10:30 CEST`. */
  when: string;
  category: RejectCategory | null;
  status: MessageContext['status'];
  cancelledBy: 'PATIENT' | 'CLINIC' | null;
  /** `Wed 13 May 09:00 CEST`: a time that is, or was, proposed. */
  proposed: string | null;
  awaiting: MoveAwaits | null;
  /** The time is another one now, not only the place. */
  hasNewTime: boolean;
  /** More than one session of the same day. */
  several: boolean;
  words: string;
}
