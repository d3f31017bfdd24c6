export const ACCOUNT_MAIL_WORKFLOW_TYPE = 'accountMail';

/** The row's id and nothing else: address, words and token stay out of histories. */
export interface AccountMailInput {
  mailId: string;
}

/** One workflow for each row of `account_mails`. */
export function accountMailWorkflowId(mailId: string): string {
  return `account-mail/${mailId}`;
}
