import type { Modal } from '../../domain/chat/blocks.js';
import type { SlackDeps } from './deps.js';
import { patiently, slackRefusal } from './patiently.js';
import { settledWithin } from './settled-within.js';
import type { Turn } from './turns.js';

/** A modal that is open, at the turn of one click. */
export interface OpenView {
  viewId: string;
  turn: Turn;
  signal: AbortSignal;
}

/** GONE: the person cannot see it there, because the modal was closed or Slack does not take it. */
export type Shown = 'SHOWN' | 'OUTRUN' | 'GONE';

/** Draws the modal. Never throws. */
export async function showView(
  deps: Pick<SlackDeps, 'slack' | 'logger'>,
  { viewId, turn, signal }: OpenView,
  view: Modal,
): Promise<Shown> {
  try {
    const update = () => patiently(() => deps.slack.views.update({ view_id: viewId, view }), signal);
    return (await turn.draw(update)) === 'OUTRUN' ? 'OUTRUN' : 'SHOWN';
  } catch (error) {
    if (slackRefusal(error) !== 'not_found') deps.logger.warn({ err: error }, 'a modal could not be drawn');
    return 'GONE';
  }
}

const SOON_MS = 700;

/** Draws `meanwhile` when the work takes long enough for a person to wonder. */
export async function showingMeanwhile<T>(
  deps: Pick<SlackDeps, 'slack' | 'logger'>,
  open: OpenView,
  { work, meanwhile }: { work: Promise<T>; meanwhile: Modal },
): Promise<T> {
  if (!(await settledWithin(work, SOON_MS))) await showView(deps, open, meanwhile);
  return work;
}
