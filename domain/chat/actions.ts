/** What our buttons and views are called, and what they carry: ids only, so that nothing personal sits in Slack. */
export const ACTION_IDS = {
  approve: 'session_approve',
  reject: 'session_reject',
  who: 'session_who',
  approveMove: 'session_move_approve',
  rejectMove: 'session_move_reject',
} as const;

export const REJECT_VIEW = {
  callbackId: 'session_reject_submit',
  category: { blockId: 'category', actionId: 'category_choice' },
  reason: { blockId: 'reason', actionId: 'reason_text' },
} as const;

export const REJECT_MOVE_VIEW = {
  callbackId: 'session_move_reject_submit',
  reason: { blockId: 'reason', actionId: 'reason_text' },
} as const;

export const ACTIONS_BLOCK_ID = 'session_actions';

/** The session that a button is about, and the version that its card showed. */
export interface ActionValue {
  sessionId: string;
  version: number;
}

/** Where a modal was opened, and so where its answers go: a submission brings no address of its own. */
export interface Origin {
  /** For private answers; null for a modal that was opened from Home. */
  responseUrl: string | null;
  /** The button was on the Home tab, so the answer goes there. */
  onHome: boolean;
}

/** What the reject modal has to remember until it is submitted. */
export interface RejectMetadata extends ActionValue, Origin {}

export function encodeActionValue({ sessionId, version }: ActionValue): string {
  return JSON.stringify({ sessionId, version });
}

/** null for anything that our buttons never carried. */
export function decodeActionValue(value: string | undefined): ActionValue | null {
  const parsed = parseObject(value);
  if (parsed === null || typeof parsed.sessionId !== 'string' || typeof parsed.version !== 'number') return null;
  if (!UUID.test(parsed.sessionId) || !Number.isInteger(parsed.version) || parsed.version < 1) return null;
  return { sessionId: parsed.sessionId, version: parsed.version };
}

export function encodeRejectMetadata(metadata: RejectMetadata): string {
  return JSON.stringify(metadata);
}

/** null for anything that our modal never carried. */
export function decodeRejectMetadata(text: string | undefined): RejectMetadata | null {
  const value = decodeActionValue(text);
  if (value === null) return null;
  return { ...value, ...decodeOrigin(text) };
}

/** Where a modal of ours was opened, whichever it is. */
export function decodeOrigin(metadata: string | undefined): Origin {
  const { responseUrl, onHome } = parseObject(metadata) ?? {};
  return { responseUrl: typeof responseUrl === 'string' ? responseUrl : null, onHome: onHome === true };
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** null for anything that is not the JSON of an object. */
export function parseObject(text: string | undefined): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
