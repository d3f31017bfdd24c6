import { renderWhichSession } from '../domain/notifications/catalogue/index.js';
import type { ReplyIntent } from '../domain/sms/grammar.js';
import type { TextRoute } from '../domain/sms/route-text.js';
import { isShared, letterOf, MOST_LETTERED, whichExpiresAt, whichOptions } from '../domain/sms/which-question.js';
import type { InboundContext, InboundPrompt, InboundSettlement } from '../prisma/stores/inbound-store.js';

const NUMBER_OF: Record<ReplyIntent, 1 | 2 | 3> = { CONFIRM: 1, DECLINE: 2, CHANGE: 3 };

type Asked = Extract<TextRoute<InboundPrompt>, { kind: 'WHICH' }>;

/** "Which one?" in the language of the person who was written to last. */
export function whichSession(
  { clinic, prompts }: InboundContext,
  { soonest, intent }: Asked,
  nowMs: number,
): Omit<InboundSettlement, 'outcome'> {
  const shared = isShared(soonest);
  const { body, lettered } = renderWhichSession({
    language: prompts[0]?.language ?? 'en',
    clinicName: clinic.name,
    timeZone: clinic.timeZone,
    answer: NUMBER_OF[intent],
    options: soonest.map(({ startsAt, code, patientName }, at) => ({
      letter: letterOf(at),
      startsAt,
      code,
      patientName: shared ? patientName : null,
    })),
    mostLettered: MOST_LETTERED,
  });
  const options = whichOptions(soonest, lettered);
  const expiresAt = whichExpiresAt(soonest, nowMs);
  return { intent, task: null, reply: 'WHICH_SESSION', which: { intent, options, expiresAt, body } };
}
