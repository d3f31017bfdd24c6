import { setTimeout as delay } from 'node:timers/promises';
import { sendStatusCallback } from './status-callback.js';
import { textOf, type Collection, type Item } from './collection.js';
import type { JournalStore } from './journal-store.js';
import { twilioMessages } from './twilio-messages.js';

/** After the text was accepted. */
export interface CarrierTimes {
  sentAfterMs: number;
  /** Or found undeliverable. */
  settledAfterMs: number;
}

export interface Carrier {
  close(): Promise<void>;
}

/** Twilio's code for a handset that is switched off or out of reach. */
const UNREACHABLE_CODE = 30003;
const UNREACHABLE = 'Unreachable destination handset';

interface CarrierOptions {
  store: JournalStore;
  authToken: string;
  times: CarrierTimes;
  /** Asked at the end, once for each text. */
  isLost: (to: string) => boolean;
}

/**
 * Carries every outgoing text from `queued` over `sent` to `delivered` or `undelivered`, each with its status callback.
 * What was under way when the process ended goes on. A status that someone else has set is left alone.
 */
export function createCarrier(options: CarrierOptions): Carrier {
  const messages = twilioMessages(options.store);
  const closing = new AbortController();
  const { signal } = closing;
  const carry = createCarry(options, messages, signal);
  const underWay = new Map<number, Promise<void>>();

  const take = (message: Item): void => {
    if (underWay.has(message.id) || !isUnderWay(message)) return;
    const carrying = carry(message.id)
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      })
      .finally(() => underWay.delete(message.id));
    underWay.set(message.id, carrying);
  };
  messages.all().forEach(take);
  options.store.onChange((collection, item) => {
    if (collection === 'twilio.messages' && item) take(item);
  });
  return {
    async close() {
      closing.abort();
      await Promise.all(underWay.values());
    },
  };
}

/** One text's way, from wherever it is. Rejects when the signal ends it. */
function createCarry({ authToken, times, isLost }: CarrierOptions, messages: Collection, signal: AbortSignal) {
  const advance = (id: number, from: string, values: Record<string, unknown>): Item | undefined =>
    messages.get(id)?.status === from ? messages.update(id, values) : undefined;

  return async (id: number): Promise<void> => {
    const acceptedAt = Date.parse(textOf(messages.get(id), 'created_at'));
    await until(acceptedAt + times.sentAfterMs, signal);
    const sent = advance(id, 'queued', { status: 'sent', date_sent: new Date().toISOString() });
    const told = sent && sendStatusCallback({ message: sent, authToken, signal, patient: false });
    await until(acceptedAt + times.settledAfterMs, signal);
    if (messages.get(id)?.status === 'sent') {
      const lost = isLost(textOf(messages.get(id), 'to'));
      advance(id, 'sent', { ...(lost ? LOST : { status: 'delivered' }), receipt_due: true });
    }
    await told;
    const settled = messages.get(id);
    if (settled?.receipt_due !== true) return;
    await sendStatusCallback({ message: settled, authToken, signal, patient: true });
    if (!signal.aborted) messages.update(id, { receipt_due: false });
  };
}

const LOST = { status: 'undelivered', error_code: UNREACHABLE_CODE, error_message: UNREACHABLE };

const isUnderWay = ({ direction, status, receipt_due }: Item): boolean =>
  direction !== 'inbound' && (status === 'queued' || status === 'sent' || receipt_due === true);

async function until(instant: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, instant - Date.now()), undefined, { signal });
}
