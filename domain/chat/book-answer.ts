import { longInstant, shortInstant } from '../time/spoken.js';
import type { Message } from './block-types.js';
import { context, escapeMrkdwn, quoteLine, section } from './blocks.js';
import { placeWords } from './card-words.js';

export interface BookedView {
  code: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  telehealth: boolean;
  place: string | null;
  doctorName: string;
  patientName: string;
}

/** The request stands: what was asked for, and what happens next. */
export function bookedMessage(view: BookedView): Message {
  const place = placeWords(view);
  return {
    text: `Booked ${view.code}: ${shortInstant(view.startsAt, view)}, ${place}. Waiting for the doctor.`,
    blocks: [
      section(
        `:white_check_mark: *Booked ${view.code}*: ${quoteLine(view.patientName)} with ${quoteLine(view.doctorName)}\n` +
          `*${longInstant(view.startsAt, view)}* · ${place}`,
      ),
      context('Waiting for the doctor’s answer. The patient hears “requested, not yet confirmed”.'),
    ],
  };
}

export type Sought = 'doctor' | 'patient' | 'room';

const CHOICES_MAX = 10;

/** Several fit: the person chooses by writing more of the name. */
export function ambiguousMessage(what: Sought, query: string, names: readonly string[]): Message {
  return plainMessage(
    `Which ${what} do you mean by “${quoteLine(query, 80)}”?\n${bullets(names)}\nPlease write more of the name, in quotes.`,
    `Which ${what} do you mean?`,
  );
}

/** None fits; `near` are names that look alike, or all there are. */
export function unknownMessage(what: Sought, query: string, near: readonly string[]): Message {
  const hint = near.length === 0 ? '' : `\nDid you mean:\n${bullets(near)}`;
  return plainMessage(`I find no ${what} called “${quoteLine(query, 80)}”.${hint}`, `I find no such ${what}.`);
}

/** The line could not be read; `why` says which part, and how to write it. */
export function unreadableMessage(why: string): Message {
  return plainMessage(escapeMrkdwn(why), 'I could not read that line.');
}

/** In the night when clocks go forward there is an hour that no clock shows. */
export function noSuchTimeMessage(date: string, time: string): Message {
  const words = `On ${date} the clocks go forward: there is no ${time}. Please choose another time.`;
  return plainMessage(words, words);
}

function plainMessage(mrkdwnText: string, text: string): Message {
  return { text, blocks: [section(mrkdwnText)] };
}

function bullets(names: readonly string[]): string {
  const shown = names.slice(0, CHOICES_MAX).map((name) => `• ${quoteLine(name, 120)}`);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`• and ${more} more`] : [])].join('\n');
}
