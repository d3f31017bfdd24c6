import { DomainError } from '../../domain/errors.js';
import { mayAct, type SessionAction } from '../../domain/session/allowed-actions.js';
import type { Tx } from '../../prisma/actor.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { PersonActor } from '../http/principal.js';
import { partiesOf, viewerOf } from '../sessions/present.js';

/** Refuses who may never do this with the session; whether it can be done now is for the session's workflow to say. */
export async function demandMay(
  tx: Tx,
  actor: PersonActor,
  action: SessionAction,
  session: SessionView,
): Promise<void> {
  const { viewer } = await viewerOf(tx, actor);
  if (mayAct(action, partiesOf(session), viewer)) return;
  throw new DomainError('forbidden', MAY_NOT[action]);
}

const MAY_NOT: Readonly<Record<SessionAction, string>> = {
  approve: 'You may not approve this session.',
  reject: 'You may not reject this session.',
  cancel: 'You may not cancel this session.',
  confirm: 'You may not confirm this session.',
  decline: 'You may not decline this session.',
  move: 'You may not move this session.',
  'move/approve': 'The proposed time awaits somebody else.',
  'move/reject': 'The proposed time awaits somebody else.',
  'move/withdraw': 'The proposed time is not yours to withdraw.',
  complete: 'You may not close this session.',
  'no-show': 'You may not close this session.',
  reopen: 'You may not reopen this session.',
  edit: 'You may not change this session.',
  delete: 'You may not delete this session.',
};
