import type { Block } from './block-types.js';
import { actions, button, choice, context, plain, section } from './blocks.js';
import { BOOK_ACTIONS, BOOK_VIEW } from './book-ids.js';
import type { BookWish } from './book-memo.js';
import { dayFault, type BookTimes } from './book-times.js';
import { dayAndTime, longDay, shortDay } from './day-words.js';
import { LIMITS } from './limits.js';

export interface TimeFieldView {
  times: BookTimes;
  wish: BookWish;
  timeZone: string;
  generation: number;
}

const TIME_ACTIONS_BLOCK_ID = 'time_actions';

/** The free times of the chosen day; where there is none to choose, why, and what to do about it. */
export function timeField(view: TimeFieldView): Block[] {
  const { times, wish } = view;
  switch (times.kind) {
    case 'UNASKED':
      return [section('Choose a doctor and a day to see the free times.')];
    case 'LOOKING':
      return [section(':hourglass_flowing_sand: Looking for free times…'), searchButton('Look again')];
    case 'FREE':
      return [timeSelect(view, times.startsAt), ...(times.cut ? [context(CUT_WORDS)] : [])];
    case 'PAST':
    case 'TOO_FAR':
      return [section(`:calendar: ${dayFault(times, wish.day ?? '') ?? ''}`)];
    case 'NONE':
      return noTimes(wish, times.nextDay);
    case 'UNKNOWN':
      return [section(`:warning: The free times are not known. ${times.words}`), searchButton('Try again')];
  }
}

function searchButton(text: string): Block {
  const accessibilityLabel = 'Look for free times again';
  return actions(
    TIME_ACTIONS_BLOCK_ID,
    button({ actionId: BOOK_ACTIONS.retryTimes, text, value: 'times', accessibilityLabel }),
  );
}

const CUT_WORDS = `Only the first ${LIMITS.options} times of that day fit here. For a later one type it: \`/session book …\`.`;

function timeSelect({ wish, timeZone, generation }: TimeFieldView, starts: string[]): Block {
  const choices = starts.map((startsAt) => choice(dayAndTime(startsAt, timeZone), startsAt));
  const chosen = choices.find(({ value }) => value === wish.startsAt);
  return {
    type: 'input',
    block_id: `${BOOK_VIEW.time.blockPrefix}${generation}`,
    label: plain('Time'),
    hint: plain('On the clinic’s clock.'),
    element: {
      type: 'static_select',
      action_id: BOOK_VIEW.time.actionId,
      placeholder: plain('Choose a time', LIMITS.placeholder),
      options: choices,
      ...(chosen && { initial_option: chosen }),
    },
  };
}

function noTimes({ day }: BookWish, nextDay: string | null): Block[] {
  const then = nextDay === null ? ', nor in the fortnight after it' : '';
  return [
    section(`:calendar: No time is free on *${longDay(day ?? '')}*${then}.`),
    ...(nextDay === null ? [] : [nextDayButton(nextDay)]),
  ];
}

function nextDayButton(day: string): Block {
  return actions(
    TIME_ACTIONS_BLOCK_ID,
    button({
      actionId: BOOK_ACTIONS.takeDay,
      text: `Take ${shortDay(day)}`,
      value: day,
      accessibilityLabel: `Show the free times of ${longDay(day)}`,
    }),
  );
}
