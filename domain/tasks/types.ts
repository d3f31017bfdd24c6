/**
 * Work for the desk. CALL_PATIENT: no answer, or another time is wanted. DECLINED: the patient cannot come. UNREAD_SMS: a text that
 * nobody but a person understands. UNDELIVERED: a message that reached nobody. OPTED_OUT: a number that wants no more texts.
 * DECISION_OVERDUE: a request that the doctor has not decided. NO_ALTERNATIVE: a session without another time.
 */
export const TASK_KINDS = [
  'CALL_PATIENT',
  'DECLINED',
  'UNREAD_SMS',
  'UNDELIVERED',
  'OPTED_OUT',
  'DECISION_OVERDUE',
  'NO_ALTERNATIVE',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** CLAIMED: somebody is on it. DONE by anybody at the desk, or by itself where it means nothing any more. */
export const TASK_STATES = ['OPEN', 'CLAIMED', 'DONE'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/**
 * Why a patient counts as not reached. CALL: somebody is to call them. FAILED: nothing could be delivered. EMAIL_ONLY: an email
 * went, a text did not arrive or was none. NO_RECEIPT: a text went, and nobody knows whether it arrived. NOTHING_SENT: no message yet.
 */
export const UNREACHED_REASONS = ['CALL', 'FAILED', 'EMAIL_ONLY', 'NO_RECEIPT', 'NOTHING_SENT'] as const;
export type UnreachedReason = (typeof UNREACHED_REASONS)[number];

/** Longest answer that the desk may text, in characters: with what is put around it, one message of the provider holds it. */
export const TASK_REPLY_MAX = 1_400;
