import type { PatientKind } from '../types.js';
import type { Facts } from './facts.js';

/** Kinds that tell of another time, or that the old one stays. */
export type MoveKind = Extract<PatientKind, 'MOVED' | 'REOPENED' | `MOVE_${string}`>;

/** English texts about another time; MOVED and REOPENED only where the request is not decided. */
export function englishMove(kind: MoveKind, facts: Facts, tight: boolean): string {
  const { clinic, when, doctor, previous, proposed } = facts;
  const code = facts.code === null ? '' : ` Code ${facts.code}.`;
  switch (kind) {
    case 'MOVED': {
      const was = previous === null ? '' : ` (was ${previous})`;
      return `${clinic}: your request is now for ${when}, ${doctor}${was}. Not yet confirmed, we will text you.${code}`;
    }
    case 'REOPENED':
      return `${clinic}: your request is open again, not yet confirmed: ${when}, ${doctor}. We will text you.${code}`;
    case 'MOVE_PROPOSED':
      return proposal(facts, tight);
    case 'MOVE_REJECTED':
      if (facts.awaiting === 'PATIENT') return `${clinic}: thank you for your answer.${stays(facts)}${code}`;
      return `${clinic}: we are sorry, ${proposed ?? 'the new time'} is not possible.${stays(facts)}${code}`;
    case 'MOVE_EXPIRED':
      if (facts.awaiting === 'PATIENT')
        return `${clinic}: ${proposed ?? 'the new time'} is no longer held for you.${stays(facts)}${code}`;
      return `${clinic}: we are sorry, we could not answer in time about ${proposed ?? 'the new time'}.${stays(facts)}${code}`;
    case 'MOVE_WITHDRAWN':
      return `${clinic}: the change to ${proposed ?? 'the new time'} is off.${stays(facts)}${code}`;
  }
}

function proposal({ clinic, doctor, when, proposed, withOther, code }: Facts, tight: boolean): string {
  const asks = tight || withOther;
  const lead = asks ? `can you come ${proposed}` : `${doctor} suggests ${proposed}`;
  const options = tight ? '1 to accept, 2 to keep it, 3 other.' : '1 to accept, 2 to keep the old time, 3 for another.';
  return `${clinic}: ${lead} instead of ${when}${asks ? '?' : '.'} Reply ${options} ${code ?? ''}`.trim();
}

/** What holds in any case. */
function stays({ when, doctor, status }: Facts): string {
  if (status === 'PENDING') return ` Your request for ${when}, ${doctor} stands, not yet confirmed.`;
  return ` Your session stays ${when}, ${doctor}.`;
}
