import { createHash } from 'node:crypto';

/** A key from the ids that Slack gives a click, a submission or a command: a redelivery repeats it, a new act does not. */
export function idempotencyKey(...slackIds: readonly string[]): string {
  return `slack-${createHash('sha256').update(JSON.stringify(slackIds)).digest('hex').slice(0, 40)}`;
}
