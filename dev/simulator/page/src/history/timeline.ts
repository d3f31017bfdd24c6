import type { SessionStory } from '../../../contract.js';
import { stepWords, toldWords } from './words.js';

export interface TimelineEntry {
  key: string;
  at: string;
  what: 'STEP' | 'MESSAGE';
  words: string;
  reason: string | null;
  failed: boolean;
}

/** What was done and what was told, by time; of the same instant the deed first. */
export function timeline({ history, messages }: Pick<SessionStory, 'history' | 'messages'>): TimelineEntry[] {
  const steps = history.map((step, index): TimelineEntry => ({
    key: `step-${index}`,
    at: step.at,
    what: 'STEP',
    words: stepWords(step),
    reason: step.reason,
    failed: false,
  }));
  const told = messages.map((message, index): TimelineEntry => ({
    key: `message-${index}`,
    at: message.at,
    what: 'MESSAGE',
    words: toldWords(message),
    reason: null,
    failed: message.status === 'FAILED',
  }));
  return [...steps, ...told].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
