export const RECONCILE_WORKFLOW_TYPE = 'reconcile';
export const RECONCILE_WORKFLOW_ID = 'reconcile';
