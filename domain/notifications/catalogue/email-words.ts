import type { RejectCategory } from '../../session/types.js';
import type { MessageContext } from './message-context.js';

/** What an email needs of a language; the frame around the words is the same in all. */
export interface EmailWords {
  greeting(name: string | null): string;
  labels: { doctor: string; when: string; where: string; link: string; code: string };
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
}
