import { systemActor } from '../domain/actor.js';
import type { Actor } from '../domain/actor.js';
import { decisionIdFor } from '../domain/session/session-id.js';
import { choosePrompt } from '../domain/sms/choose-prompt.js';
import { readReply } from '../domain/sms/grammar.js';
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
    await deps.sessions.reply(prompt.sessionId, message, { resume: true });
  }

  /** The choice is stored before the session hears of it, so that a second attempt never picks another one. */
  async function carry(
    inboundId: string,
    context: InboundContext,
    reading: Reading,
  ): Promise<InboundSettlement | null> {
    const wish = context.chosen ?? choiceOf(context, reading, deps.now().getTime());
    if (wish === 'OPT_IN') return { outcome: 'OPT_IN', task: null, reply: null };
    if (wish === 'INBOX') return inbox(context);
    const chosen = await deps.db.withActor(systemActor(`sms/${inboundId}`), (tx) =>
      chooseInbound(tx, { inboundId, ...wish }),
    );
    const prompt = context.prompts.find(({ promptId }) => promptId === chosen?.promptId);
    if (chosen === null || prompt === undefined) return null;
    await answer(inboundId, prompt, chosen.intent);
    const outcome = reading.optIn && context.optedOut ? 'OPT_IN' : 'ROUTED';
    return { outcome, ...chosen, task: null, reply: null };
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
        return inbox(context);
      case 'CONFIRM':
      case 'DECLINE':
      case 'CHANGE': {
        return carry(inboundId, context, { intent: reading.kind, optIn: reading.optIn ?? false });
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

interface Reading {
  intent: Intent;
  /** YES and SÍ are also the words by which a number opts in. */
  optIn: boolean;
}

/** Which question is answered; where that is not plain, a person reads the text. */
function choiceOf(
  context: InboundContext,
  { intent, optIn }: Reading,
  nowMs: number,
): InboundChoice | 'INBOX' | 'OPT_IN' {
  const choice = choosePrompt({ prompts: context.prompts, intent, nowMs });
  switch (choice.kind) {
    case 'NONE':
      return optIn ? 'OPT_IN' : 'INBOX';
    case 'ASK':
      return 'INBOX';
    case 'PROMPT':
      if (isSecondThought(choice.prompt, intent, context.text)) return 'INBOX';
      return { promptId: choice.prompt.promptId, intent };
    case 'LATE':
      return { promptId: choice.prompt.promptId, intent };
  }
}

/** For a person to read; the sender hears so once a day, never in a loop. */
function inbox({ text, answeredToday }: InboundContext): InboundSettlement {
  return { outcome: 'INBOX', task: { kind: 'UNREAD_SMS', text }, reply: answeredToday ? null : 'NOT_UNDERSTOOD' };
}

/** After an answer "ok thanks" is courtesy: another answer must be one of the options that were offered. */
function isSecondThought(prompt: InboundPrompt, intent: Intent, text: string): boolean {
  return prompt.answer !== null && prompt.answer !== intent && !/^\W*[123]\W*$/.test(text.normalize('NFKC'));
}
