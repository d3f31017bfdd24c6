import type { Collection, Item } from './collection.js';
import type { CallSlack, SlackAnswer } from './slack-api.js';

/** A person's open modals, the one on top last. Opening a new one replaces what was open before. */
export function openModals(views: Collection, userId: string): Item[] {
  const modals = views.findBy('user_id', userId).filter(({ type }) => type === 'modal');
  const newest = modals.reduce((last, view) => Math.max(last, view.id), 0);
  const root = modals.find(({ id }) => id === newest)?.root_view_id;
  return modals.filter(({ root_view_id }) => root_view_id === root).sort((a, b) => a.id - b.id);
}

/** Removes a modal and all above it; with `whole`, all of its stack. Returns what was removed, or null for none. */
export function closeModal(views: Collection, viewId: string, whole: boolean): Item[] | null {
  const view = views.findOneBy('view_id', viewId);
  if (view?.type !== 'modal') return null;
  const ofUser = views.findBy('user_id', view.user_id).filter(({ type }) => type === 'modal');
  const stack = ofUser.filter(({ root_view_id }) => root_view_id === view.root_view_id);
  const closed = whole ? stack : stack.filter(({ id }) => id >= view.id);
  // What an emptied stack had replaced is not to come back.
  const replaced =
    closed.length < stack.length ? [] : ofUser.filter(({ id }) => id < view.id && !closed.some((c) => c.id === id));
  for (const { id } of [...closed, ...replaced]) views.delete(id);
  return closed;
}

/** A modal put on screen without a press: as a first one, or above another, as `response_action: push` does. */
export async function putModal(
  call: CallSlack,
  modal: { user: string; view: object; previousViewId?: string },
): Promise<SlackAnswer> {
  const { user, view, previousViewId } = modal;
  const trigger = await call('views.generateTriggerId', {
    user_id: user,
    ...(previousViewId === undefined ? {} : { view_id: previousViewId }),
  });
  if (!trigger.ok) return trigger;
  return call(previousViewId === undefined ? 'views.open' : 'views.push', { trigger_id: trigger.trigger_id, view });
}

/** A view as Slack's methods give it. */
export function describeView({ view_id, ...view }: Item): Record<string, unknown> {
  return { ...view, id: view_id };
}
