import { createAccountMailActivities, type AccountMailDeps } from './account-mail.js';
import { createBookingActivity } from './booking.js';
import { createDeliveryActivities, type DeliveryDeps } from './delivery.js';
import { withFailureMapping } from './failure.js';
import { createInboundActivities, type InboundDeps } from './inbound.js';
import { createLeaveActivities, type LeaveDeps } from './leave.js';
import { createPolicyActivities, type PolicyDeps } from './policy.js';
import { createReconcileActivities, type ReconcileDeps } from './reconcile.js';
import { createSessionActivities, type SessionDeps } from './session.js';
import { createTaskActivities } from './tasks.js';

export type ActivityDeps = SessionDeps &
  DeliveryDeps &
  InboundDeps &
  AccountMailDeps &
  LeaveDeps &
  PolicyDeps &
  ReconcileDeps;
export type Activities = ReturnType<typeof createActivities>;

/** All side effects of all workflows; each is idempotent by the ids in its input. */
export function createActivities(deps: ActivityDeps) {
  return withFailureMapping({
    ...createBookingActivity(deps),
    ...createSessionActivities(deps),
    ...createDeliveryActivities(deps),
    ...createInboundActivities(deps),
    ...createAccountMailActivities(deps),
    ...createLeaveActivities(deps),
    ...createPolicyActivities(deps),
    ...createReconcileActivities(deps),
    ...createTaskActivities(deps),
  });
}
