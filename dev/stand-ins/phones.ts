import type { Item } from './collection.js';
import type { JournalStore } from './journal-store.js';
import { twilioMessages } from './twilio-messages.js';

const OPT_OUT = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']);
const OPT_IN = new Set(['START', 'YES', 'UNSTOP']);

export interface PhoneState {
  phone: string;
  /** The provider refuses to send to it, as it does after STOP. */
  optedOut: boolean;
  /** False: the carrier reports every text to it as undelivered. */
  reachable: boolean;
}

/** What the provider and the carrier know of each number, over a restart. */
export interface Phones {
  /** An inbound text, as a patient's phone sends it: Twilio's own handling of opt-out words. */
  hear(from: string, text: string): void;
  set(phone: string, state: Partial<Omit<PhoneState, 'phone'>>): PhoneState;
  get(phone: string): PhoneState;
  /** Every number that was ever texted, has texted, or was set. */
  list(): PhoneState[];
}

export function createPhones(store: JournalStore, keywords: 'provider' | 'self'): Phones {
  const known = store.collection('dev.phones', ['phone']);
  const messages = twilioMessages(store);

  const get = (phone: string): PhoneState => {
    const entry = known.findOneBy('phone', phone);
    return { phone, optedOut: entry?.optedOut === true, reachable: entry?.reachable !== false };
  };
  const set: Phones['set'] = (phone, state) => {
    const next = { ...get(phone), ...state };
    const entry = known.findOneBy('phone', phone);
    if (entry) known.update(entry.id, { ...next });
    else known.insert({ ...next });
    return next;
  };
  return {
    get,
    set,
    hear(from, text) {
      const word = text.trim().toUpperCase();
      if (keywords === 'self') return;
      if (OPT_OUT.has(word)) set(from, { optedOut: true });
      if (OPT_IN.has(word)) set(from, { optedOut: false });
    },
    list() {
      const numbers = new Set([...known.all().map(({ phone }) => String(phone)), ...messages.all().map(otherSide)]);
      return [...numbers].sort().map(get);
    },
  };
}

const otherSide = (message: Item): string => String(message.direction === 'inbound' ? message.from : message.to);
