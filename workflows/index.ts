/** The only file that is bundled: every workflow type by its registered name. */
export { session } from './session/workflow.js';
export { inbound } from './inbound/workflow.js';
export { reconcile } from './reconcile/workflow.js';
export { policyChange } from './policy-change/workflow.js';
export { leave } from './leave/workflow.js';
export { accountMail } from './account-mail/workflow.js';
export { task } from './task/workflow.js';
