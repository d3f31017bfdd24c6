import { systemActor } from '../domain/actor.js';
import type { Actor } from '../domain/actor.js';
import { decisionIdFor } from '../domain/session/session-id.js';
import { choosePrompt } from '../domain/sms/choose-prompt.js';
import { readReply } from '../domain/sms/grammar.js';
import type { Database } from '../prisma/actor.js';
import { inboundContext, settleInbound, type InboundPrompt, type InboundSettlement } from '../prisma/stores/inbound-store.js';
import type { SessionClient } from '../workflows/session/client.js';

export interface InboundDeps {
  db: Database;
  sessions: SessionClient;
  now: () => Date;
}

type Intent = 'CONFIRM' | 'DECLINE' | 'CHANGE';

/** Reads one SMS and carries it where it belongs; idempotent, since the session drops an answer it has seen. */
export function createInboundActivities(deps: InboundDeps) {
  /** The session's word is awaited nowhere: its workflow applies the answer and writes to the patient. */
  async function answer(inboundId: string, prompt: InboundPrompt, intent: Intent): Promise<void> {
    const actor: Actor = { id: prompt.actorId, role: 'PATIENT', channel: 'SMS', requestId: `sms/${inboundId}` };
    const decisionId = decisionIdFor(inboundId, prompt.sessionId);
    const message = { decisionId, actor, promptId: prompt.promptId, intent };
    if ((await deps.sessions.reply(prompt.sessionId, message)) === 'SENT') return;
    await deps.sessions.resume(prompt.sessionId);
    await deps.sessions.reply(prompt.sessionId, message);
  }

  async function route(inboundId: string): Promise<InboundSettlement | null> {
    const actor = systemActor(`sms/${inboundId}`);
    const context = await deps.db.withActor(actor, (tx) => inboundContext(tx, inboundId));
    if (context === null || context.handled) return null;
    const reading = readReply(context.text);
    switch (reading.kind) {
      case 'OPT_OUT':
        return { outcome: 'OPT_OUT', task: { kind: 'OPTED_OUT', text: context.text }, reply: null };
      case 'OPT_IN':
        return { outcome: 'OPT_IN', task: null, reply: null };
      case 'HELP':
        return { outcome: 'IGNORED', task: null, reply: null };
      case 'UNCLEAR':
        return inbox(context.text, context.answeredToday);
      case 'CONFIRM':
      case 'DECLINE':
      case 'CHANGE': {
        const choice = choosePrompt({ prompts: context.prompts, intent: reading.kind, nowMs: deps.now().getTime() });
        if (choice.kind === 'NONE' && reading.optIn) return { outcome: 'OPT_IN', task: null, reply: null };
        if (choice.kind === 'ASK' || choice.kind === 'NONE') return inbox(context.text, context.answeredToday);
        await answer(inboundId, choice.prompt, reading.kind);
        const outcome = reading.optIn && context.optedOut ? 'OPT_IN' : 'ROUTED';
        return { outcome, promptId: choice.prompt.promptId, intent: reading.kind, task: null, reply: null };
      }
    }
  }

  return {
    /** Returns the notification rows that this message gave rise to outside any session. */
    async routeInbound(inboundId: string): Promise<string[]> {
      const settlement = await route(inboundId);
      if (settlement === null) return [];
      const { notificationIds } = await deps.db.withActor(systemActor(`sms/${inboundId}`), (tx) =>
        settleInbound(tx, { inboundId, ...settlement }),
      );
      return notificationIds;
    },
  };
}

/** For a person to read; the sender hears so once a day, never in a loop. */
function inbox(text: string, answeredToday: boolean): InboundSettlement {
  return { outcome: 'INBOX', task: { kind: 'UNREAD_SMS', text }, reply: answeredToday ? null : 'NOT_UNDERSTOOD' };
}
