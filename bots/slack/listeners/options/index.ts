import type { App } from '@slack/bolt';
import { BOOK_VIEW } from '../../../../domain/chat/book-ids.js';
import type { SlackDeps } from '../../deps.js';
import { createBookPatient } from './book-patient.js';

/** Suggestions for what is being typed. */
export function register(app: App, deps: SlackDeps): void {
  app.options({ type: 'block_suggestion', action_id: BOOK_VIEW.patient.actionId }, createBookPatient(deps));
}
