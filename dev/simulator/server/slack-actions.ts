import type { ActionTaken, SlackMessage, SlackPerson } from '../contract.js';
import { findElement, stateOf, type BlockElement } from './block-elements.js';
import { impossible } from './errors.js';
import { channelOf } from './slack-channel.js';
import type { SlackDeps } from './slack-deps.js';
import { taken } from './slack-dispatch.js';
import { messageAction, viewAction, withState, type Act } from './slack-payloads.js';
import { findView } from './slack-views.js';
import type { SlackPayload } from '../slack-requests.js';

const GONE = 'This is not there any more: look at it again.';

/** A press on a button, or a choice that acts at once, in a message or a view. */
export function createAction({ workspace, dispatch, teamId }: SlackDeps) {
  async function inMessage(
    person: SlackPerson,
    action: ActionTaken,
    where: { channelId: string; ts: string },
  ): Promise<SlackPayload> {
    const { channelId, ts } = where;
    const desk = await workspace.desk(person.id);
    const channel = channelOf(desk, channelId);
    const message = findMessage(desk.conversations.find(({ id }) => id === channelId)?.messages ?? [], ts);
    const acted = actedOn(message.blocks, action);
    const triggerId = await workspace.mintTrigger(person.id);
    const responseUrl = workspace.responseUrl(person.id, channelId, ts);
    return messageAction({ teamId, person }, { acted, triggerId }, { channel, message, responseUrl });
  }

  async function inView(
    person: SlackPerson,
    action: ActionTaken,
    where: Extract<ActionTaken['in'], { kind: 'VIEW' }>,
  ): Promise<SlackPayload> {
    const view = await findView(workspace, person.id, where.viewId);
    const acted = actedOn(view.blocks, action);
    const triggerId = await workspace.mintTrigger(person.id, view.type === 'modal' ? view.id : undefined);
    return viewAction({ teamId, person }, { acted, triggerId }, withState(view, stateOf(view.blocks, where.values)));
  }

  return async (person: SlackPerson, action: ActionTaken): Promise<void> => {
    const where = action.in;
    const payload =
      where.kind === 'MESSAGE' ? await inMessage(person, action, where) : await inView(person, action, where);
    taken(await dispatch(payload));
  };
}

function findMessage(messages: SlackMessage[], ts: string): SlackMessage {
  const message = messages.find((each) => each.ts === ts);
  if (!message) throw impossible(GONE, 409);
  return message;
}

/** What the bot put on a button is sent back as it was; only a choice comes from the page. */
function actedOn(blocks: unknown[], { blockId, actionId, element }: ActionTaken): Act['acted'] {
  const found = findElement(blocks, blockId, actionId);
  if (!found || found.type !== element.type) throw impossible(GONE, 409);
  const ids = { block_id: blockId, action_id: actionId };
  if (element.type !== 'button') return { ...element, ...ids };
  return { type: 'button', ...ids, ...buttonParts(found) };
}

function buttonParts({ text, value, style }: BlockElement): object {
  return { text, ...(value !== undefined && { value }), ...(style !== undefined && { style }) };
}
