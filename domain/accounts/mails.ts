/** Mails about an account. All but PASSWORD_CHANGED carry a token. */
export const ACCOUNT_MAIL_KINDS = ['VERIFY_EMAIL', 'RESET_PASSWORD', 'INVITATION', 'PASSWORD_CHANGED'] as const;
export type AccountMailKind = (typeof ACCOUNT_MAIL_KINDS)[number];

/** What a token is for. */
export type AccountTokenPurpose = Exclude<AccountMailKind, 'PASSWORD_CHANGED'>;

const PAGES: Record<AccountTokenPurpose, string> = {
  VERIFY_EMAIL: 'verify-email',
  RESET_PASSWORD: 'reset-password',
  INVITATION: 'accept-invitation',
};

/** The page where a token is used, and the link to it that brings the token along. */
export interface AccountLink {
  page: string;
  link: string;
}

/**
 * `webUrl` is where people reach the web app. The token stands in the fragment: that part is never sent to a server, so
 * no log keeps it, and a scanner that follows the link uses nothing up.
 */
export function accountLink(webUrl: string, purpose: AccountTokenPurpose, token: string): AccountLink {
  const page = `${webUrl.replace(/\/+$/, '')}/${PAGES[purpose]}`;
  return { page, link: `${page}#token=${token}` };
}
