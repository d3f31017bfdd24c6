import { rejectMoveModal } from '../../../../domain/chat/reject-move-modal.js';
import type { SlackDeps } from '../../deps.js';
import { createOpening } from '../../opening.js';

/** Keep old time…: opens the modal that asks why the new time is refused. */
export const createRejectMove = (deps: SlackDeps) => createOpening(deps, rejectMoveModal);
