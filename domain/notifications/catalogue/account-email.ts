import type { Role } from '../../actor.js';
import { accountLink, type AccountMailKind } from '../../accounts/mails.js';
import { type Language, languageOf } from '../../time/language.js';
import { longInstant } from '../../time/spoken.js';
import { accountEnglish } from './account-email-english.js';
import { accountSpanish } from './account-email-spanish.js';
import type { AccountWords } from './account-email-words.js';
import { draftAsHtml, draftAsText, type EmailDraft } from './email-draft.js';
import type { EmailMessage } from './email.js';
import { oneLine } from './names.js';

/** Everything that a mail about an account may say. */
export interface AccountEmailContext {
  kind: AccountMailKind;
  /** Language tag of the recipient, such as `en` or `es-MX`. */
  language: string;
  clinicName: string;
  timeZone: string;
  fullName: string;
  role: Role;
  /** When what the mail tells of happened, ISO. */
  at: string;
  /** The token in plain and the instant it ends; null for a kind that has none. */
  token: { value: string; expiresAt: string } | null;
  /** Where people reach the web app. */
  webUrl: string;
}

const WORDS: Record<Language, AccountWords> = { en: accountEnglish, es: accountSpanish };

/** The mail about an account, as text and as simple HTML that says the same. Throws where its token is missing. */
export function renderAccountEmail(context: AccountEmailContext): EmailMessage {
  const language = languageOf(context.language);
  const draft = draftOf(context, language);
  return { subject: draft.subject, text: draftAsText(draft), html: draftAsHtml(draft, language) };
}

function draftOf(context: AccountEmailContext, language: Language): EmailDraft {
  const words = WORDS[language];
  const { kind, timeZone, role } = context;
  const clinic = oneLine(context.clinicName);
  const at = longInstant(context.at, { timeZone, language });
  const sentences = { clinic, role, at };
  return {
    subject: `${clinic}: ${words.subject(kind)}`,
    greeting: words.greeting(greetableName(context.fullName)),
    paragraphs: words.paragraphs(kind, sentences),
    details: [],
    list: null,
    ...(kind === 'PASSWORD_CHANGED' ? {} : linkPart(kind, context, { words, language })),
    closing: [clinic],
  };
}

function linkPart(
  kind: Exclude<AccountMailKind, 'PASSWORD_CHANGED'>,
  context: AccountEmailContext,
  { words, language }: { words: AccountWords; language: Language },
): Pick<EmailDraft, 'action' | 'afterwords'> {
  const { token, timeZone, webUrl } = context;
  if (token === null) throw new RangeError(`A mail of the kind ${kind} needs a token.`);
  const { page, link } = accountLink(webUrl, kind, token.value);
  const life = words.duration(minutesBetween(context.at, token.expiresAt));
  const until = longInstant(token.expiresAt, { timeZone, language });
  return {
    action: { label: words.action(kind), url: link },
    afterwords: [words.validity(life, until), words.byHand(page, token.value), words.notAsked(kind)],
  };
}

const minutesBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 60_000);

const LONGEST_NAME = 80;

/**
 * The name as a greeting may carry it; null for one that could pass for a message or a link. Whoever signs up chooses the
 * name and the address, and must not get our mail to carry words of theirs to a stranger.
 */
function greetableName(fullName: string): string | null {
  const name = oneLine(fullName);
  const isName = /^[\p{L}\p{M}][\p{L}\p{M}.,'’ -]*$/u.test(name) && !/\.\p{L}{2}|www\./iu.test(name);
  return isName && name.length <= LONGEST_NAME ? name : null;
}
