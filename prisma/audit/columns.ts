/**
 * An entry's text as its columns tell it, as an expression over `e`: the verifier's own, of built-in functions only. The
 * database has the same as `engine.audit_canonical`, with which it writes.
 */
export const TEXT_OF_COLUMNS = `
  '{"v":1,"id":' || e.id
  || ',"at":"' || to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  || '","actorId":' || coalesce('"' || e.actor_id || '"', 'null')
  || ',"actorRole":"' || e.actor_role
  || '","channel":"' || e.channel
  || '","requestId":"' || e.request_id
  || '","dbUser":"' || e.db_user
  || '","entity":"' || e.entity
  || '","entityId":' || coalesce('"' || e.entity_id || '"', 'null')
  || ',"action":"' || e.action
  || '","before":' || coalesce(e.before::text, 'null')
  || ',"after":' || coalesce(e.after::text, 'null')
  || ',"reason":' || coalesce(to_json(e.reason)::text, 'null') || '}'`;
