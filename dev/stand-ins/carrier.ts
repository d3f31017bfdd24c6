import { setTimeout as delay } from 'node:timers/promises';
import { sendStatusCallback } from './status-callback.js';
import { textOf, type Item, type JournalStore } from './journal-store.js';
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

/**
 * Carries every outgoing text from `queued` over `sent` to `delivered` or `undelivered`, each with its status callback.
 * What was under way when the process ended goes on. A status that someone else has set is left alone.
 */
export function createCarrier(options: {
  store: JournalStore;
  authToken: string;
  times: CarrierTimes;
  /** Asked at the end, once for each text. */
  isLost: (to: string) => boolean;
}): Carrier {
  const { store, authToken, times } = options;
  const messages = twilioMessages(store);
  const closing = new AbortController();
  const { signal } = closing;
  const underWay = new Map<number, Promise<void>>();

  const carry = async (id: number): Promise<void> => {
    const acceptedAt = Date.parse(textOf(messages.get(id), 'created_at'));
    await until(acceptedAt + times.sentAfterMs, signal);
    const sent = advance(id, 'queued', { status: 'sent', date_sent: new Date().toISOString() });
    const told = sent && sendStatusCallback({ message: sent, authToken, signal, patient: false });
    await until(acceptedAt + times.settledAfterMs, signal);
    if (messages.get(id)?.status === 'sent') {
      const lost = options.isLost(textOf(messages.get(id), 'to'));
      advance(id, 'sent', { ...(lost ? LOST : { status: 'delivered' }), receipt_due: true });
    }
    await told;
    const settled = messages.get(id);
    if (settled?.receipt_due !== true) return;
    await sendStatusCallback({ message: settled, authToken, signal, patient: true });
    if (!signal.aborted) messages.update(id, { receipt_due: false });
  };
  const advance = (id: number, from: string, values: Record<string, unknown>): Item | undefined =>
    messages.get(id)?.status === from ? messages.update(id, values) : undefined;

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
  store.onChange((collection, item) => {
    if (collection === 'twilio.messages' && item) take(item);
  });
  return {
    async close() {
      closing.abort();
      await Promise.all(underWay.values());
    },
  };
}

const LOST = { status: 'undelivered', error_code: UNREACHABLE_CODE, error_message: UNREACHABLE };

const isUnderWay = ({ direction, status, receipt_due }: Item): boolean =>
  direction !== 'inbound' && (status === 'queued' || status === 'sent' || receipt_due === true);

async function until(instant: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, instant - Date.now()), undefined, { signal });
}
