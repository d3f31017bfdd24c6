import type { Modal } from '../../domain/chat/block-types.js';
import type { SlackDeps } from './deps.js';
import { isUnclear, patiently, slackRefusal } from './patiently.js';
import { settledWithin } from './settled-within.js';
import type { Turn } from './turns.js';

/** A modal that is open, at the turn of one click. */
export interface OpenView {
  viewId: string;
  turn: Turn;
  signal: AbortSignal;
}

/** CLOSED: the person has closed it. FAILED: Slack does not take it, so the person sees what was there before. */
export type Shown = 'SHOWN' | 'OUTRUN' | 'CLOSED' | 'FAILED';

type ViewDeps = Pick<SlackDeps, 'slack' | 'logger'>;

/**
 * Draws the modal unless something newer stands there, whichever process drew it. `final` draws over anything: for what
 * came of a booking. `once` is for what is about to be drawn over: nothing waits for a second try. Never throws.
 */
export async function showView(
  deps: ViewDeps,
  { viewId, turn, signal }: OpenView,
  view: Modal,
  { final = false, once = false } = {},
): Promise<Shown> {
  let unclear = false;
  let conflict = false;
  const update = async (hash: string | undefined): Promise<string | undefined> => {
    try {
      const marked = final || hash === undefined ? {} : { hash };
      return (await deps.slack.views.update({ view_id: viewId, view, ...marked })).view?.hash;
    } catch (error) {
      unclear ||= isUnclear(error);
      if (slackRefusal(error) !== 'hash_conflict') throw error;
      conflict = true;
      // After an unclear attempt it may be our own drawing that stands there.
      return unclear ? undefined : hash;
    }
  };
  try {
    const drawn = await turn.draw((hash) => (once ? update(hash) : patiently(() => update(hash), signal)));
    return conflict || drawn === 'OUTRUN' ? 'OUTRUN' : 'SHOWN';
  } catch (error) {
    if (slackRefusal(error) === 'not_found') return 'CLOSED';
    deps.logger.warn({ err: error }, 'a modal could not be drawn');
    return 'FAILED';
  }
}

const SOON_MS = 700;

/** Draws `meanwhile` when the work takes long enough for a person to wonder. */
export async function showingMeanwhile<T>(
  deps: ViewDeps,
  open: OpenView,
  { work, meanwhile }: { work: Promise<T>; meanwhile: Modal },
): Promise<T> {
  if (!(await settledWithin(work, SOON_MS)) && !open.signal.aborted)
    await showView(deps, open, meanwhile, { once: true });
  return work;
}
