import type { SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import type { Choice } from '../../../../domain/chat/block-types.js';
import { choice, unescapeSlack } from '../../../../domain/chat/blocks.js';
import { patientChoices } from '../../../../domain/chat/book-fields.js';
import { SEARCH_FAILED } from '../../../../domain/chat/book-ids.js';
import { LIMITS } from '../../../../domain/chat/limits.js';
import { DomainError } from '../../../../domain/errors.js';
import { asSlackUser, SUGGESTION_DEADLINE_MS, type SlackDeps } from '../../deps.js';
import { isUnlinked } from '../../../errors.js';
import { explainFailure } from '../../failure-words.js';

type Args = Pick<SlackOptionsMiddlewareArgs<'block_suggestion'>, 'ack' | 'body'>;

const FAILED = 'The search did not answer. Please type again.';
const UNLINKED = 'Your Slack account is not linked: see /session help';

/** Patients for what was typed so far. An outage is told as an entry: an empty list would mean that there is nobody. */
export function createBookPatient(deps: SlackDeps) {
  return async ({ ack, body }: Args): Promise<void> => {
    await ack({ options: await search(deps, body.user.id, unescapeSlack(body.value).trim()) });
  };
}

async function search(deps: SlackDeps, userId: string, typed: string): Promise<Choice[]> {
  if (typed === '') return [];
  try {
    const { body } = await asSlackUser(deps, userId).call(operations.listPatients, {
      query: { search: typed, limit: LIMITS.options },
      deadlineMs: SUGGESTION_DEADLINE_MS,
    });
    return patientChoices(body.items);
  } catch (error) {
    explainFailure(deps.logger, error, { what: 'a search for patients' });
    if (isUnlinked(error)) return [choice(UNLINKED, SEARCH_FAILED)];
    // Nobody has a name that cannot be searched for.
    if (error instanceof DomainError && error.code === 'validation_failed') return [];
    return [choice(FAILED, SEARCH_FAILED)];
  }
}
