import { systemActor } from '../domain/actor.js';
import type { Actor } from '../domain/actor.js';
import { decisionIdFor } from '../domain/session/session-id.js';
import { readReply, type ReplyIntent } from '../domain/sms/grammar.js';
import { routeText, type TextRoute } from '../domain/sms/route-text.js';
import type { Database } from '../prisma/actor.js';
import {
  chooseInbound,
  inboundContext,
  settleInbound,
  type InboundChoice,
  type InboundContext,
  type InboundPrompt,
  type InboundSettlement,
} from '../prisma/stores/inbound-store.js';
import type { SessionClient } from '../workflows/session/client.js';
import { whichSession } from './which-session.js';

export interface InboundDeps {
  db: Database;
  sessions: SessionClient;
  now: () => Date;
}

/** Reads one SMS and carries it where it belongs; idempotent, since the session drops an answer it has seen. */
export function createInboundActivities(deps: InboundDeps) {
  const contextOf = (inboundId: string): Promise<InboundContext | null> =>
    deps.db.withActor(systemActor(`sms/${inboundId}`), (tx) => inboundContext(tx, inboundId));

  /** The session's word is awaited nowhere: its workflow applies the answer and writes to the patient. */
  async function answer(inboundId: string, prompt: InboundPrompt, intent: ReplyIntent): Promise<void> {
    const actor: Actor = { id: prompt.actorId, role: 'PATIENT', channel: 'SMS', requestId: `sms/${inboundId}` };
    const decisionId = decisionIdFor(inboundId, prompt.sessionId);
    const message = { decisionId, actor, promptId: prompt.promptId, intent };
    if ((await deps.sessions.reply(prompt.sessionId, message)) === 'SENT') return;
    await deps.sessions.reply(prompt.sessionId, message, { resume: true });
  }

  async function carry(context: InboundContext, choice: InboundChoice): Promise<InboundSettlement> {
    const prompt = context.prompts.find(({ promptId }) => promptId === choice.promptId);
    if (prompt === undefined) return inbox(context, true);
    await answer(context.id, prompt, choice.intent);
    return { outcome: optsIn(context) ? 'OPT_IN' : 'ROUTED', ...choice, task: null, reply: null };
  }

  /** The choice is stored before the session hears of it, so that a second attempt never picks another one. */
  async function apply(context: InboundContext, route: Applied): Promise<InboundSettlement | null> {
    const { prompt, intent, questionId } = route;
    const command = { inboundId: context.id, promptId: prompt.promptId, intent, questionId };
    const chosen = await deps.db.withActor(systemActor(`sms/${context.id}`), (tx) => chooseInbound(tx, command));
    // Another text has settled it, or the question behind it: what is left to do shows anew.
    return chosen === null ? settlementOf(context.id) : carry(context, chosen);
  }

  /** What becomes of a message; null where it has been settled. */
  async function settlementOf(inboundId: string): Promise<InboundSettlement | null> {
    const context = await contextOf(inboundId);
    if (context === null || context.handled) return null;
    if (context.chosen !== null) return carry(context, context.chosen);
    const nowMs = deps.now().getTime();
    const route = routeText({ ...context, timeZone: context.clinic.timeZone, nowMs });
    switch (route.kind) {
      case 'OPT_OUT':
        return { outcome: 'OPT_OUT', task: { kind: 'OPTED_OUT', text: context.text }, reply: null };
      case 'OPT_IN':
        return { outcome: 'OPT_IN', task: null, reply: null };
      case 'IGNORE':
        return { outcome: 'IGNORED', task: null, reply: null };
      case 'INBOX':
        return inbox(context, route.clear);
      case 'WHICH':
        return { ...whichSession(context, route, nowMs), outcome: optsIn(context) ? 'OPT_IN' : 'ASKED' };
      case 'APPLY':
      case 'LATE':
        return apply(context, route);
    }
  }

  return {
    /**
     * Returns the notification rows that this message gave rise to outside any session, also where an earlier attempt has
     * settled it: nobody may have heard of that.
     */
    async routeInbound(inboundId: string): Promise<string[]> {
      const settlement = await settlementOf(inboundId);
      if (settlement === null) return (await contextOf(inboundId))?.notificationIds ?? [];
      const { notificationIds } = await deps.db.withActor(systemActor(`sms/${inboundId}`), (tx) =>
        settleInbound(tx, { inboundId, ...settlement }),
      );
      return notificationIds;
    },
  };
}

type Applied = Extract<TextRoute<InboundPrompt>, { kind: 'APPLY' | 'LATE' }>;

/** YES and SÍ are also the words by which a number opts in. */
function optsIn({ text, optedOut }: InboundContext): boolean {
  return optedOut && (readReply(text).optIn ?? false);
}

/** For a person to read; the sender of what nobody can make out hears so once a day, never in a loop. */
function inbox({ text, answeredToday }: InboundContext, clear: boolean): InboundSettlement {
  const isSilent = answeredToday && !clear;
  return { outcome: 'INBOX', task: { kind: 'UNREAD_SMS', text }, reply: isSilent ? null : 'NOT_UNDERSTOOD' };
}
