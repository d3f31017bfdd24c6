import type { Choice, OptionsWanted, SlackPerson, SubmitOutcome, ViewValues } from '../contract.js';
import { stateOf } from './block-elements.js';
import { impossible, silent } from './errors.js';
import type { SlackDeps } from './slack-deps.js';
import { taken, type AckBody } from './slack-dispatch.js';
import { closedPayload, homeOpened, optionsPayload, submissionPayload, withState } from './slack-payloads.js';
import type { FullView, Workspace } from './workspace.js';

/** Slack's own words where it has no answer to a modal that was sent. */
const TROUBLE = 'We had some trouble connecting. Try again? ';
const MAX_OPTIONS = 100;

export async function findView(workspace: Workspace, userId: string, viewId: string): Promise<FullView> {
  const view = (await workspace.views(userId)).find(({ id }) => id === viewId);
  if (!view) throw impossible('This window is not open any more.', 409);
  return view;
}

/** A modal is sent: the acknowledgement says what becomes of it. */
export function createSubmit({ workspace, dispatch, teamId }: SlackDeps) {
  return async (person: SlackPerson, viewId: string, values: ViewValues): Promise<SubmitOutcome> => {
    const view = await findView(workspace, person.id, viewId);
    const filled = withState(view, stateOf(view.blocks, values));
    const triggerId = await workspace.mintTrigger(person.id, viewId);
    const body = taken(await dispatch(submissionPayload({ teamId, person }, filled, triggerId)), TROUBLE);
    return applyResponse(workspace, person, view, body);
  };
}

async function applyResponse(
  workspace: Workspace,
  person: SlackPerson,
  { id }: FullView,
  body: AckBody,
): Promise<SubmitOutcome> {
  const open: SubmitOutcome = { state: 'OPEN', errors: {} };
  const content = typeof body.view === 'object' && body.view !== null ? body.view : null;
  switch (body.response_action) {
    case undefined:
      await workspace.closeView(id);
      return { state: 'CLOSED' };
    case 'clear':
      await workspace.clearViews(id);
      return { state: 'CLOSED' };
    case 'errors':
      if (!isErrors(body.errors)) break;
      return { state: 'OPEN', errors: body.errors };
    case 'update':
      if (content === null) break;
      await workspace.updateView(id, content);
      return open;
    case 'push':
      if (content === null) break;
      await workspace.pushView(person.id, content, id);
      return open;
  }
  throw silent(`${TROUBLE}The bots answered with something that Slack does not know.`);
}

const isErrors = (errors: unknown): errors is Record<string, string> =>
  typeof errors === 'object' &&
  errors !== null &&
  Object.values(errors).length > 0 &&
  Object.values(errors).every((words) => typeof words === 'string');

/** The person closes a modal; the bot hears of it where it has asked to. */
export function createClose({ workspace, dispatch, teamId }: SlackDeps) {
  return async (person: SlackPerson, viewId: string): Promise<void> => {
    const view = await findView(workspace, person.id, viewId);
    const cleared = view.clear_on_close === true;
    await (cleared ? workspace.clearViews(viewId) : workspace.closeView(viewId));
    if (!view.notify_on_close) return;
    // Whether the bot took it is nothing that the person at the window learns, in Slack neither.
    await dispatch(closedPayload({ teamId, person }, withState(view, stateOf(view.blocks, {})), cleared));
  };
}

/** What a select offers for what was typed so far. */
export function createOptions({ workspace, dispatch, teamId }: SlackDeps) {
  return async (person: SlackPerson, wanted: OptionsWanted): Promise<Choice[]> => {
    const { viewId, blockId, actionId, value, values } = wanted;
    const found = await findView(workspace, person.id, viewId);
    const view = withState(found, stateOf(found.blocks, values));
    const body = taken(await dispatch(optionsPayload({ teamId, person }, { blockId, actionId, value, view })));
    const options = Array.isArray(body.option_groups) ? body.option_groups.flatMap(optionsOf) : optionsOf(body);
    return options.slice(0, MAX_OPTIONS);
  };
}

function optionsOf(holder: unknown): Choice[] {
  const options = (holder as { options?: unknown }).options;
  if (!Array.isArray(options)) throw silent('The bots answered with something other than a list of choices.');
  return options as Choice[];
}

/** The person opens the app's Home tab; the bot draws it. */
export function createHome({ workspace, dispatch, teamId }: SlackDeps) {
  return async (person: SlackPerson): Promise<void> => {
    const [desk, views] = await Promise.all([workspace.desk(person.id), workspace.views(person.id)]);
    const channelId = desk.conversations.find(({ kind }) => kind === 'DIRECT')?.id;
    const view = views.find(({ type }) => type === 'home');
    taken(await dispatch(homeOpened({ teamId, person }, { channelId, view })));
  };
}
