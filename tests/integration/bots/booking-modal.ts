import { slashCommand, viewSubmission } from '../../../dev/simulator/slack-requests.js';
import { BOOK_VIEW } from '../../../domain/chat/book-ids.js';
import { waitFor } from '../../support/wait-for.js';
import { send, valuesOf, viewAction, WHOLE, type Entered } from './booking-desk.js';
import type { BotsWorld, SlackView } from './bots-world.js';
import { freshTrigger } from './doctor-desk.js';

export interface Submitted {
  response_action: string;
  errors?: Record<string, string>;
  view?: SlackView;
}

/** A person before the booking modal. Acts go to the first bots process, or to the one that is named. */
export interface BookingModal {
  /** The private answers' address of what is opened from now on. */
  useKey(key: string): void;
  now(): Promise<SlackView | undefined>;
  shown(part: string, timeoutMs?: number): Promise<SlackView>;
  open(at?: { eventsUrl: string }): Promise<Response>;
  openForm(): Promise<SlackView>;
  formWithTimes(entered?: Entered): Promise<SlackView>;
  act(view: SlackView, actionId: string, entered?: Entered, value?: string): ReturnType<typeof viewAction>;
  /** Sends the form; what the acknowledgement says is not on the screen yet: see `showAcknowledged`. */
  submit(view: SlackView, entered: Entered, at?: { eventsUrl: string }): Promise<Submitted>;
}

export function createBookingModal(world: BotsWorld, userId = world.secretary): BookingModal {
  let key = 'modal';
  const now = async () => (await world.views(userId)).find((view) => view.type === 'modal');
  const shown = (part: string, timeoutMs?: number): Promise<SlackView> =>
    waitFor(
      async () => {
        const view = await now();
        return view && JSON.stringify(view).includes(part) ? view : null;
      },
      { timeoutMs, describe: `a modal with ${part}` },
    );
  const act: BookingModal['act'] = (view, actionId, entered = {}, value = undefined) =>
    viewAction({ userId, view, actionId, value, values: valuesOf(view, entered) });

  async function open(at: { eventsUrl: string } = world): Promise<Response> {
    const triggerId = await freshTrigger(world, userId);
    const responseUrl = world.responseUrl(key);
    return send(at, slashCommand({ userId, text: 'book', responseUrl, triggerId }));
  }

  async function openForm(): Promise<SlackView> {
    await open();
    return waitFor(async () => {
      const view = await now();
      return view?.callback_id === BOOK_VIEW.callbackId && view.private_metadata.includes(key) ? view : null;
    });
  }

  return {
    useKey: (next) => void (key = next),
    now,
    shown,
    open,
    openForm,
    act,
    async formWithTimes(entered = WHOLE) {
      const view = await openForm();
      await send(world, act(view, BOOK_VIEW.day.actionId, { ...entered, startsAt: null }));
      return shown(BOOK_VIEW.time.actionId);
    },
    async submit(view, entered, at = world) {
      const response = await send(at, viewSubmission({ userId, view, values: valuesOf(view, entered) }));
      return (await response.json()) as Submitted;
    },
  };
}

/** Puts what the acknowledgement of a submission says on the screen, as Slack does. */
export async function showAcknowledged(world: BotsWorld, viewId: string, { view }: Submitted): Promise<void> {
  await world.slack.views.update({ view_id: viewId, view: view as never });
}
