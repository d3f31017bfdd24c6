import { longInstant } from '../time/spoken.js';
import type { Block, Button, HomeTab } from './block-types.js';
import { actions, button, context, divider, escapeMrkdwn, header, section } from './blocks.js';
import { BOOK_ACTIONS } from './book-ids.js';
import { deadlineWords, patientWords, placeWords } from './card-words.js';
import type { CardView } from './card.js';
import { cardButtons, type CardButton } from './card-buttons.js';
import { longDay } from './day-words.js';
import { lineBlocks, todayLine } from './session-lines.js';
import { visitReasonCategory } from './visit-reason.js';

export const HOME_ACTIONS = { refresh: 'home_refresh' } as const;

/** A request on Home, with the buttons that its viewer may press. */
export interface HomeRequest {
  card: CardView;
  buttons: readonly CardButton[];
}

export interface HomeView {
  /** mrkdwn: what came of the last click. */
  note: string | null;
  mayBook: boolean;
  /** The clinic's date. */
  today: string;
  pending: readonly HomeRequest[];
  morePending: boolean;
  todays: readonly CardView[];
  moreTodays: boolean;
}

/** With their buttons; the rest is counted, so that the view stays below 100 blocks. */
const REQUESTS_MAX = 20;

/** What one person has to decide and what today brings. */
export function homeTab(view: HomeView): HomeTab {
  const { pending, todays } = view;
  return {
    type: 'home',
    blocks: [
      ...noteBlocks(view.note),
      actions('home_actions', ...(view.mayBook ? [bookButton()] : []), refreshButton('Refresh')),
      header(`Waiting for a decision (${pending.length}${view.morePending ? '+' : ''})`),
      ...(pending.length === 0 ? [section('Nothing waits for a decision.')] : []),
      ...pending.slice(0, REQUESTS_MAX).flatMap(requestBlocks),
      ...morePendingBlocks(view),
      divider,
      header(`Today, ${longDay(view.today)}`),
      ...(todays.length === 0 ? [section('No sessions today.')] : lineBlocks(todays.map(todayLine), view.moreTodays)),
      context('Times are the clinic’s.'),
    ],
  };
}

/** Home of somebody for whom nothing can be shown: an outage, or an account that is not linked. `words` are mrkdwn. */
export function homeNotice(words: string, note: string | null): HomeTab {
  return {
    type: 'home',
    blocks: [...noteBlocks(note), section(words), actions('home_actions', refreshButton('Try again'))],
  };
}

function noteBlocks(note: string | null): Block[] {
  return note === null ? [] : [section(note), divider];
}

function requestBlocks({ card, buttons }: HomeRequest): Block[] {
  const facts = [
    `Visit reason: ${visitReasonCategory(card.visitReason)}`,
    ...(card.patientName === null ? [] : [patientWords(card)]),
    ...(card.decisionDueAt === null ? [] : [`Decide by ${deadlineWords(card, card.decisionDueAt)}`]),
  ];
  const place = `${placeWords(card)} · ${escapeMrkdwn(card.doctorName)}`;
  return [
    section(`*${card.code}* · *${longInstant(card.startsAt, card)}*\n${place}`),
    context(facts.join(' · ')),
    ...(buttons.length === 0 ? [] : [actions(`request_${card.sessionId}`, ...cardButtons(card, buttons))]),
  ];
}

function morePendingBlocks({ pending, morePending }: HomeView): Block[] {
  const hidden = pending.length - REQUESTS_MAX;
  if (hidden <= 0) return [];
  return [context(`and ${morePending ? 'more than ' : ''}${hidden} more: \`/session pending\` lists them`)];
}

function bookButton(): Button {
  return button({
    actionId: BOOK_ACTIONS.open,
    text: 'Book a session',
    value: 'book',
    style: 'primary',
    accessibilityLabel: 'Book a session',
  });
}

function refreshButton(text: string): Button {
  return button({ actionId: HOME_ACTIONS.refresh, text, value: 'home', accessibilityLabel: 'Load this page again' });
}
