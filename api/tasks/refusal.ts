import { DomainError } from '../../domain/errors.js';
import type { ReplyOutcome, TaskOutcome } from '../../prisma/stores/task-store.js';

/** Throws why nothing was done, and who was first. */
export function refuseTask(result: TaskOutcome | ReplyOutcome): void {
  switch (result.outcome) {
    case 'APPLIED':
      return;
    case 'CLAIMED':
      throw refusal(`${result.by?.fullName ?? 'Somebody else'} is on this task.`, {
        claimedBy: result.by,
        claimedAt: result.at,
      });
    case 'DONE':
      throw refusal(`This task is done already${result.by === null ? '' : ` by ${result.by.fullName}`}.`, {
        doneBy: result.by,
        doneAt: result.at,
      });
    case 'NO_NUMBER':
      throw refusal('There is no number here that may be texted. Please call instead.');
    case 'OPTED_OUT':
      throw refusal('This number has opted out of texts. Please call instead.');
  }
}

function refusal(detail: string, members: object = {}): DomainError {
  return new DomainError('invalid_transition', detail, { ...members });
}
