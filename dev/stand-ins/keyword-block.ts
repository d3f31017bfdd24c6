import type { JournalStore } from './journal-store.js';

const OPT_OUT = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']);
const OPT_IN = new Set(['START', 'YES', 'UNSTOP']);

/** Twilio's own handling of opt-out words: after STOP it refuses to send to that number, until START. */
export interface KeywordBlock {
  /** An inbound text, as a patient's phone sends it. */
  hear(from: string, text: string): void;
  blocks(phone: string): boolean;
}

export function createKeywordBlock(store: JournalStore, keywords: 'provider' | 'self'): KeywordBlock {
  const blocked = store.collection('dev.blocked_numbers', ['phone']);
  return {
    hear(from, text) {
      const word = text.trim().toUpperCase();
      const entry = blocked.findOneBy('phone', from);
      if (OPT_OUT.has(word) && !entry) blocked.insert({ phone: from });
      if (OPT_IN.has(word) && entry) blocked.delete(entry.id);
    },
    blocks: (phone) => keywords === 'provider' && blocked.findOneBy('phone', phone) !== undefined,
  };
}
