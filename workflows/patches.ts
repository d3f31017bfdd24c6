/**
 * Changes of workflow code that runs under way must not notice, by the date of the change. An entry goes, with the branch
 * that it guards, when no run from before it can be open or replayed any more.
 */
export const PATCHES = {
  /** Reconciling starts queued account mails. A round takes minutes: removable a day after every worker has it. */
  reconcileAccountMails: 'reconcile-account-mails-2026-11-25',
} as const;
