import type { WhichQuestion } from '../../domain/sms/which-question.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** A question that this number was asked; lists hold all that have not expired, the last of the others, newest first. */
export interface InboundPrompt {
  promptId: string;
  sessionId: string;
  sessionVersion: number;
  code: string;
  /** The session's time when it was asked. */
  startsAt: string;
  kind: 'ATTENDANCE' | 'MOVE';
  patientId: string;
  /** Who answers: the patient's account, or the patient record where there is none. */
  actorId: string;
  patientName: string;
  language: string;
  expiresAt: string;
  /** Still about the session's present time, not expired, and the session is approved. */
  open: boolean;
  /** The carrier says that its text did not arrive. */
  undelivered: boolean;
  answer: 'CONFIRM' | 'DECLINE' | 'CHANGE' | null;
}

/** Which question a message answers, and how. */
export interface InboundChoice {
  promptId: string;
  intent: 'CONFIRM' | 'DECLINE' | 'CHANGE';
}

export interface InboundContext {
  id: string;
  from: string;
  text: string;
  handled: boolean;
  /** The messages back to the number that it gave rise to; they may wait to be delivered. */
  notificationIds: string[];
  /** What an earlier attempt chose; it stands, whatever the prompts say now. */
  chosen: InboundChoice | null;
  optedOut: boolean;
  prompts: InboundPrompt[];
  /** The number's "which one?" that was open when this message came, and still is. */
  question: WhichQuestion | null;
  clinic: { name: string; timeZone: string };
  /** The number got the polite answer within the last day. */
  answeredToday: boolean;
}

export type InboundOutcome = 'ROUTED' | 'ASKED' | 'INBOX' | 'OPT_OUT' | 'OPT_IN' | 'IGNORED';
export type InboundTaskKind = 'UNREAD_SMS' | 'OPTED_OUT' | 'CALL_PATIENT' | 'DECLINED';

export interface InboundSettlement {
  outcome: InboundOutcome;
  promptId?: string | null;
  intent?: 'CONFIRM' | 'DECLINE' | 'CHANGE' | null;
  task: { kind: InboundTaskKind; text: string } | null;
  /** A message back to the number, once for each inbound message. WHICH_SESSION carries its words in `which`. */
  reply: 'NOT_UNDERSTOOD' | 'LATE_ANSWER' | 'WHICH_SESSION' | null;
  /** "Which one?" and its words; it takes the place of an open one of the number. */
  which?: Omit<WhichQuestion, 'id'> & { body: string };
}

/** Keeps an SMS, once per provider message id. For the API (ANONYMOUS, channel SMS). */
export function receiveSms(
  tx: Tx,
  message: { providerMessageId: string; from: string; text: string },
): Promise<{ inboundId: string; duplicate: boolean }> {
  return callEngine(tx, 'receive_sms', message);
}

/** Null when there is no such message. SYSTEM only. */
export function inboundContext(tx: Tx, inboundId: string): Promise<InboundContext | null> {
  return callEngine(tx, 'inbound_context', { inboundId });
}

/**
 * Decides which question a message answers, before the answer is sent on. The first call wins, and every call gets what
 * was stored; null where the message was settled without an answer meanwhile, or another one has settled the "which one?"
 * that the choice rests on (`questionId`). SYSTEM only.
 */
export function chooseInbound(
  tx: Tx,
  command: InboundChoice & { inboundId: string; questionId?: string | null },
): Promise<InboundChoice | null> {
  return callEngine(tx, 'choose_inbound', command);
}

/** Records what became of a message, its task, consent entry and answer; again: the same answer. SYSTEM only. */
export function settleInbound(
  tx: Tx,
  command: InboundSettlement & { inboundId: string },
): Promise<{ notificationIds: string[] }> {
  return callEngine(tx, 'settle_inbound', command);
}

/**
 * Messages that were kept more than a minute ago and that nobody took up, oldest first, a batch of those after the given one.
 * SYSTEM only.
 */
export function unhandledInbound(tx: Tx, after: string | null): Promise<{ id: string; providerMessageId: string }[]> {
  return callEngine(tx, 'unhandled_inbound', { after });
}
