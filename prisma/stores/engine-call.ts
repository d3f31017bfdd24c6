import type { Tx } from '../actor.js';

/** The functions of the schema `engine` that take one JSON document and answer with one. */
export type EngineFunction =
  | 'book_session'
  | 'decide_session'
  | 'cancel_session'
  | 'reply_session'
  | 'expire_session'
  | 'complete_session'
  | 'session_snapshot'
  | 'open_session_ids'
  | 'load_scheduling'
  | 'delivery_context'
  | 'begin_delivery'
  | 'settle_delivery'
  | 'record_receipt'
  | 'receive_sms'
  | 'inbound_context'
  | 'choose_inbound'
  | 'settle_inbound'
  | 'reserve_sign_in'
  | 'release_sign_in'
  | 'record_sign_in'
  | 'open_auth_session'
  | 'rotate_refresh'
  | 'revoke_family'
  | 'resolve_chat'
  | 'token_subject'
  | 'create_link_code'
  | 'link_chat'
  | 'remove_chat_link'
  | 'admit_account_request'
  | 'register_patient'
  | 'account_token_owner'
  | 'verify_email'
  | 'resend_verification'
  | 'request_password_reset'
  | 'reset_password'
  | 'change_password'
  | 'update_me'
  | 'create_user'
  | 'update_user'
  | 'unlock_user'
  | 'account_mail_context'
  | 'begin_account_mail'
  | 'settle_account_mail'
  | 'queued_account_mails'
  | 'audit_event'
  | 'purge_expired'
  | 'purge_chat_links'
  | 'purge_accounts';

/** One round trip to a write or read function; `null` in the database is `null` here. */
export async function callEngine<T>(tx: Tx, name: EngineFunction, command: object): Promise<T> {
  const sql = `SELECT engine.${name}($1::jsonb) AS result`;
  const rows = await tx.$queryRawUnsafe<{ result: T }[]>(sql, JSON.stringify(command));
  return (rows[0] as { result: T }).result;
}
