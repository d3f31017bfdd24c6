import { rejectModal } from '../../../../domain/chat/reject-modal.js';
import type { SlackDeps } from '../../deps.js';
import { createOpening } from '../../opening.js';

/** Reject…: opens the modal that asks why the request is refused. */
export const createReject = (deps: SlackDeps) => createOpening(deps, rejectModal);
