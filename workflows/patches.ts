/**
 * Changes of workflow code that runs under way must not notice, by the date of the change. An entry goes, with the branch
 * that it guards, when no run from before it can be open or replayed any more.
 */
export const PATCHES = {
  /** Reconciling starts queued account mails. A round takes minutes: removable a day after every worker has it. */
  reconcileAccountMails: 'reconcile-account-mails-2026-11-25',
  /** Sessions follow a new policy. Removable when no session that was open at the date of the change is so any more. */
  policyChanged: 'policy-changed-2026-11-25',
  /** Reconciling tells of a policy. As short-lived as the account mails' above. */
  reconcilePolicyChange: 'reconcile-policy-change-2026-11-25',
  /** Reconciling starts unfinished leaves. As short-lived. */
  reconcileLeaves: 'reconcile-leaves-2026-11-25',
  /** Reconciling starts texts that nobody took up. As short-lived. */
  reconcileInbound: 'reconcile-inbound-2026-11-25',
  /** Sessions deliver rows that were written beside them. Removable when no session that was open at the date of the change is so. */
  deliver: 'deliver-2026-11-26',
  /** Sessions publish their version when they look at their row. Removable like `deliver`. */
  sessionVersion: 'session-version-2026-11-26',
  /** Reconciling looks for runs that differ from their rows. As short-lived as the account mails' above. */
  reconcileRuns: 'reconcile-runs-2026-11-26',
} as const;
