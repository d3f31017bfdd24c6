import type { EmailWordsContext } from './email-words.js';
import type { MoveKind } from './sms-english-moves.js';

/** What an English email says about another time, or that the old one stays. */
export function englishMoveParagraphs(kind: MoveKind, context: EmailWordsContext): string[] {
  const { status, awaiting, proposed, hasNewTime } = context;
  const isApproved = status === 'APPROVED';
  switch (kind) {
    case 'MOVE_PROPOSED':
      return [
        `We would like to suggest another time to you. Until you answer, ${isApproved ? 'the time that is now booked is kept for you' : 'your request stands as it is'}.`,
        'To answer, reply to our text message: 1 to accept the suggested time, 2 to keep the old one, 3 if you need another. Or call us and give the code.',
      ];
    case 'MOVED':
      if (!isApproved) return ['Your request has changed. It is not yet confirmed: we will write to you.'];
      return [
        hasNewTime ? 'Your session has another time.' : 'Something about your session has changed.',
        'The attached calendar entry replaces the one that you have. Please let us know whether you can come: answer our text message, or call us.',
      ];
    case 'MOVE_REJECTED':
      return [
        awaiting === 'PATIENT'
          ? 'Thank you for your answer.'
          : `We are sorry: ${proposed ?? 'the time that you asked for'} is not possible.`,
        stays(isApproved),
      ];
    case 'MOVE_EXPIRED':
      return [
        awaiting === 'PATIENT'
          ? `We have not heard from you, so ${proposed ?? 'the suggested time'} is no longer held for you.`
          : `We are sorry: we did not manage to answer in time about the change to ${proposed ?? 'another time'}.`,
        stays(isApproved),
      ];
    case 'MOVE_WITHDRAWN':
      return [`The change to ${proposed ?? 'another time'} is off.`, stays(isApproved)];
    case 'REOPENED':
      if (!isApproved) return ['Your request is open again. It is not yet confirmed: we will write to you.'];
      return [
        'Your session is booked again. You will find it in the attached calendar entry.',
        'Please let us know whether you can come: answer our text message, or call us.',
      ];
  }
}

function stays(isApproved: boolean): string {
  return isApproved
    ? 'Your session stays as it is. If that does not suit you, please call us.'
    : 'Your request stands as it is. It is not yet confirmed: we will write to you.';
}
