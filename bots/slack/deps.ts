import type { WebClient } from '@slack/web-api';
import type { ApiClient, SubjectClient } from '../../api/client/client.js';
import type { Logger } from '../../platform/logger.js';
import type { Background } from '../background.js';
import type { Home } from './home.js';
import type { PrivateAnswer } from './private-answer.js';
import type { Turns } from './turns.js';
import type { WorkingNote } from './working-note.js';

/** What listeners work with. */
export interface SlackDeps {
  api: ApiClient;
  slack: WebClient;
  logger: Logger;
  background: Background;
  privateAnswer: PrivateAnswer;
  workingNote: WorkingNote;
  turns: Turns;
  home: Home;
  /** Only for workspaces whose contract allows patients' names on cards. */
  showPatientNames: boolean;
  now: () => Date;
}

const DECISION_DEADLINE_MS = 2_000;
/** Slack waits 3 s for an acknowledgement. */
const ACKNOWLEDGE_WITHIN_MS = 2_700;

/** How long opening a modal may hold the acknowledgement up. */
export const MODAL_PATIENCE_MS = 2_000;

/** How long the API may take over a decision, when some time has gone by since Slack asked. */
export function decisionDeadlineMs(elapsedMs = 0): number {
  return Math.min(DECISION_DEADLINE_MS, ACKNOWLEDGE_WITHIN_MS - elapsedMs);
}
/** For the suggestions of a search, which Slack waits for. */
export const SUGGESTION_DEADLINE_MS = 2_000;
/** For what a person waits for in a modal, on Home or after a command. */
export const AFTER_ACK_DEADLINE_MS = 5_000;
/** For calls after the acknowledgement that must not be given up early: the API answers a booking within 12 s. */
export const PATIENT_DEADLINE_MS = 13_000;

/** The API on behalf of a Slack user. */
export function asSlackUser(deps: Pick<SlackDeps, 'api'>, slackUserId: string): SubjectClient {
  return deps.api.as({ channel: 'SLACK', subject: slackUserId });
}
