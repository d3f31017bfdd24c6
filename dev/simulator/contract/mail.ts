export interface MailSummary {
  id: string;
  at: string;
  to: string;
  subject: string;
  hasInvitation: boolean;
}

export interface Mail extends MailSummary {
  from: string;
  text: string;
  hasHtml: boolean;
  /** The calendar file, read and as sent. */
  invitation: Invitation | null;
}

export interface Invitation {
  method: string;
  uid: string;
  sequence: number;
  status: string;
  summary: string;
  startsAt: string;
  endsAt: string;
  location: string | null;
  source: string;
}
