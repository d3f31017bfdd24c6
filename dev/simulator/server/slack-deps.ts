import type { SlackDispatch } from './slack-dispatch.js';
import type { Workspace } from './workspace.js';

export interface SlackDeps {
  workspace: Workspace;
  dispatch: SlackDispatch;
  teamId: string;
}
