import type { Collection } from './collection.js';
import type { JournalStore } from './journal-store.js';

/** The stand-in's own texts, in and out, with the indexes that it asks for. */
export function twilioMessages(store: JournalStore): Collection {
  return store.collection('twilio.messages', ['sid', 'account_sid', 'to', 'from', 'status', 'messaging_service_sid']);
}
