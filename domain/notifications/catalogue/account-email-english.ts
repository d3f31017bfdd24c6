import type { AccountMailKind, AccountTokenPurpose } from '../../accounts/mails.js';
import type { Role } from '../../actor.js';
import type { AccountWords, AccountWordsContext } from './account-email-words.js';

export const accountEnglish: AccountWords = {
  greeting: (name) => (name === null ? 'Hello,' : `Hello ${name},`),
  subject,
  paragraphs,
  action,
  duration,
  validity: (life, until) => `The link works once, for ${life}: until ${until}.`,
  byHand: (page, code) => `If the link does not open, go to ${page} and enter this code: ${code}`,
  notAsked,
};

function subject(kind: AccountMailKind): string {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return 'Please confirm your email address';
    case 'RESET_PASSWORD':
      return 'Choose a new password';
    case 'INVITATION':
      return 'Your account is ready, please choose a password';
    case 'PASSWORD_CHANGED':
      return 'Your password has been changed';
  }
}

function paragraphs(kind: AccountMailKind, { clinic, role, at }: AccountWordsContext): string[] {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return [
        `Thank you for signing up with ${clinic}.`,
        'Please confirm that this email address is yours, so that we can write to you about your sessions.',
      ];
    case 'RESET_PASSWORD':
      return [`Somebody, we hope it was you, asked for a new password for your account with ${clinic}.`];
    case 'INVITATION':
      return [
        `${clinic} has made an account for you${as(role)}.`,
        'Please choose a password; you then sign in with it and this email address.',
      ];
    case 'PASSWORD_CHANGED':
      return [
        `The password of your account with ${clinic} was changed on ${at}.`,
        'If that was you, there is nothing to do. You may have to sign in again on your other devices and, if you use Slack with us, to link it again.',
        'If it was not you, ask for a new password on the sign-in page at once, and call us.',
      ];
  }
}

function action(kind: AccountTokenPurpose): string {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return 'Confirm my email address';
    case 'RESET_PASSWORD':
      return 'Choose a new password';
    case 'INVITATION':
      return 'Choose my password';
  }
}

function notAsked(kind: AccountTokenPurpose): string {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return 'If you did not sign up, please leave the link alone; there is nothing else to do.';
    case 'RESET_PASSWORD':
      return 'If you did not ask for this, there is nothing to do: your password stays as it is. Please give the link and the code to nobody, not even to us.';
    case 'INVITATION':
      return 'If you did not expect this, please leave the link alone and tell us.';
  }
}

function as(role: Role): string {
  switch (role) {
    case 'SECRETARY':
      return ' as a secretary';
    case 'DOCTOR':
      return ' as a doctor';
    case 'ADMIN':
      return ' as an administrator';
    case 'PATIENT':
      return '';
  }
}

function duration(minutes: number): string {
  const hours = Math.round(minutes / 60);
  if (minutes >= 120) return `${hours} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
