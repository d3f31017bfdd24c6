import type { RejectCategory } from '../../session/types.js';
import { englishMoveParagraphs } from './email-english-moves.js';
import type { EmailWords, EmailWordsContext } from './email-words.js';

export const emailEnglish: EmailWords = {
  greeting: (name) => (name === null ? 'Hello,' : `Hello ${name},`),
  labels: {
    doctor: 'With',
    when: 'When',
    newTime: 'New time',
    oldTime: 'Old time',
    presentTime: 'Now booked',
    requestedTime: 'You asked for',
    proposedTime: 'Suggested',
    answerBy: 'Please answer by',
    where: 'Where',
    link: 'Link',
    code: 'Code',
  },
  thatDay: 'Your sessions on that day:',
  otherTimes: 'These other times are free at present:',
  closing: 'If you have a question, please call us and give the code.',
  subject,
  paragraphs,
};

function subject({ kind, when, status, several, proposed, hasNewTime }: EmailWordsContext): string {
  switch (kind) {
    case 'BOOKED':
      return `Requested, not yet confirmed: ${when}`;
    case 'APPROVED':
      return `Approved: ${when}`;
    case 'REJECTED':
      return `About your request for ${when}`;
    case 'EXPIRED':
      return `We could not answer in time: ${when}`;
    case 'CANCELLED':
      return `Cancelled: ${when}`;
    case 'CONFIRMED':
      return `Thank you for confirming: ${when}`;
    case 'DECLINED':
      return `You cannot come: ${when}`;
    case 'CHANGE_REQUESTED':
      return `You would like another time: ${when}`;
    case 'LATE_ANSWER':
      return `About your session: ${when}`;
    case 'NOT_UNDERSTOOD':
      return 'We have your message';
    case 'MOVE_PROPOSED':
      return `Can you come at another time? ${proposed ?? when}`;
    case 'MOVED':
      if (status !== 'APPROVED') return `Your request has changed: ${when}`;
      return hasNewTime ? `New time: ${when}` : `A change to your session: ${when}`;
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
      return status === 'APPROVED' ? `Your session stays: ${when}` : `Your request stays: ${when}`;
    case 'REOPENED':
      return status === 'APPROVED' ? `Booked again: ${when}` : `Open again, not yet confirmed: ${when}`;
    case 'REMINDER':
      return several ? `Reminder of your sessions: ${when}` : `Reminder: ${when}`;
    case 'SAME_DAY':
      return `See you: ${when}`;
    case 'STAFF_REPLY':
      return 'A message for you';
  }
}

function paragraphs(context: EmailWordsContext): string[] {
  const { kind, doctor, status, category, cancelledBy } = context;
  switch (kind) {
    case 'BOOKED':
      return [
        'We have your request. It is not yet confirmed: we will write to you as soon as your doctor has answered.',
      ];
    case 'APPROVED':
      return ['Your session is approved. You will find it in the attached calendar entry.'];
    case 'REJECTED':
      return [`We are sorry: the time that you asked for with ${doctor} is not possible.`, kindWords(category)];
    case 'EXPIRED':
      return [
        'We are sorry: we did not manage to answer your request in time, so the time is no longer held for you.',
        'Please call us to book again.',
      ];
    case 'CANCELLED':
      return [`Your session is cancelled. ${calledOff(cancelledBy)}`.trim(), 'Please call us if you need a new time.'];
    case 'CONFIRMED':
      return ['Thank you for confirming. See you then.'];
    case 'DECLINED':
      return ['Thank you for telling us that you cannot come. We will contact you about a new time.'];
    case 'CHANGE_REQUESTED':
      return ['We will contact you about another time. Until then you keep the one below.'];
    case 'LATE_ANSWER':
      return [lateAnswer(status)];
    case 'NOT_UNDERSTOOD':
      return ['Thank you for your message. One of us will read it and answer. If it is urgent, please call us.'];
    case 'REMINDER':
      return [
        context.several ? 'We look forward to seeing you on this day.' : 'We look forward to seeing you.',
        'Please call us, give the code and tell us whether you can come.',
      ];
    case 'SAME_DAY':
      return ['Thank you for confirming. We look forward to seeing you.'];
    case 'STAFF_REPLY':
      return [context.words];
    case 'MOVE_PROPOSED':
    case 'MOVED':
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
    case 'REOPENED':
      return englishMoveParagraphs(kind, context);
  }
}

function lateAnswer(status: EmailWordsContext['status']): string {
  switch (status) {
    case 'APPROVED':
      return 'Your answer was about an earlier time. Your session is now as follows.';
    case 'PENDING':
      return 'Your request is not yet confirmed. We will write to you as soon as your doctor has answered.';
    case 'COMPLETED':
    case 'NO_SHOW':
      return 'Your answer came after the session. Please call us if you need a new time.';
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case null:
      return 'Your answer came too late: the session is no longer booked. Please call us.';
  }
}

function calledOff(by: 'PATIENT' | 'CLINIC' | null): string {
  switch (by) {
    case 'PATIENT':
      return 'You called it off.';
    case 'CLINIC':
      return 'The clinic called it off.';
    case null:
      return '';
  }
}

function kindWords(category: RejectCategory | null): string {
  switch (category) {
    case 'TIME_UNAVAILABLE':
      return 'That time has become unavailable. Please call us to choose another.';
    case 'NEEDS_OTHER_SPECIALTY':
      return 'A colleague can help you better. Please call us and we will find the right doctor for you.';
    case 'NEEDS_PHONE_CALL':
      return 'We would like to speak with you first. Please call us.';
    case 'DUPLICATE':
      return 'You already have a session with us, and it stays as it is. Please call us if you need both.';
    case 'OTHER':
    case null:
      return 'Please call us and we will find a way.';
  }
}
