import type { Phone, TextMessage } from '../contract.js';
import type { SimulatorConfig } from './config.js';
import { impossible, silent } from './errors.js';
import { basicAuth, createUpstream, sending } from './upstream.js';

interface ProviderMessage {
  sid: string;
  date_created: string;
  from: string;
  to: string;
  body: string | null;
  status: string;
  num_segments: string;
  direction: string;
}

interface PhoneState {
  phone: string;
  optedOut: boolean;
  reachable: boolean;
}

export interface Phones {
  list(): Promise<Phone[]>;
  /** The person sends a text to the clinic. */
  text(number: string, words: string): Promise<void>;
  set(number: string, state: { optedOut?: boolean; reachable?: boolean }): Promise<void>;
}

const NAME = 'The Twilio stand-in';
const PAGE_SIZE = 1_000;
/** The provider hands the text to the clinic's bots before it answers. */
const TEXT_TIMEOUT_MS = 15_000;

/** Phones of the demo's patients, then others that texts went to or came from. */
export function createPhones({ origins, twilio, phones }: SimulatorConfig): Phones {
  const authorization = basicAuth(twilio.accountSid, twilio.authToken);
  const raw = createUpstream(NAME, origins.twilioRaw, { authorization });
  const proxy = createUpstream(NAME, origins.twilio, { authorization });
  const control = createUpstream('The stand-ins’ control port', origins.control);
  const messages = `/2010-04-01/Accounts/${twilio.accountSid}/Messages.json?PageSize=${PAGE_SIZE}`;

  return {
    async list() {
      const [sent, { items: states }] = await Promise.all([
        raw.json<{ messages: ProviderMessage[] }>(messages),
        control.json<{ items: PhoneState[] }>('/phones'),
      ]);
      const texts = textsByPhone(sent.messages, twilio.number);
      const known = new Set(phones.map(({ number }) => number));
      const strangers = [...new Set([...texts.keys(), ...states.map(({ phone }) => phone)])]
        .filter((number) => !known.has(number) && number !== twilio.number)
        .map((number) => ({ number, owner: 'Another phone', language: '' }));
      return [...phones, ...strangers].map((phone) => {
        const { optedOut = false, reachable = true } = states.find((state) => state.phone === phone.number) ?? {};
        return { ...phone, texts: texts.get(phone.number) ?? [], optedOut, reachable };
      });
    },
    async text(number, words) {
      const response = await proxy.send('/_twilio/simulate/inbound-message', {
        method: 'POST',
        body: new URLSearchParams({ To: twilio.number, From: number, Body: words }),
        timeoutMs: TEXT_TIMEOUT_MS,
      });
      await response.arrayBuffer();
      if (!response.ok) throw silent(`${NAME} did not take the text: HTTP ${response.status}.`);
    },
    async set(number, state) {
      const response = await control.send(`/phones/${encodeURIComponent(number)}`, sending('PUT', state));
      await response.arrayBuffer();
      if (response.status === 422) throw impossible('Say whether the phone is opted out, or reachable.');
      if (!response.ok) throw silent(`The stand-ins’ control port refused: HTTP ${response.status}.`);
    },
  };
}

/** The provider lists the newest first. */
function textsByPhone(messages: ProviderMessage[], clinic: string): Map<string, TextMessage[]> {
  const texts = new Map<string, TextMessage[]>();
  for (const message of messages.toReversed()) {
    const outgoing = message.from === clinic;
    const phone = outgoing ? message.to : message.from;
    const known = texts.get(phone) ?? texts.set(phone, []).get(phone)!;
    known.push({
      id: message.sid,
      at: new Date(message.date_created).toISOString(),
      from: outgoing ? 'CLINIC' : 'PATIENT',
      text: message.body ?? '',
      status: message.status,
      segments: Number(message.num_segments),
    });
  }
  return texts;
}
