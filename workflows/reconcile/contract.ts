export const RECONCILE_WORKFLOW_TYPE = 'reconcile';
export const RECONCILE_WORKFLOW_ID = 'reconcile';

/** The schedule that starts a round every hour. */
export const RECONCILE_SCHEDULE_ID = 'reconcile-hourly';
