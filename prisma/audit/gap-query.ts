/**
 * What is not as the audit's entries say, for the sessions of `$1`: one row per gap. The query is the verifier's own and uses
 * nothing of the database's but tables and built-in functions, so that no function of it can be made to keep silent. What a
 * trigger saw is folded in the order of entries, which for one session is that of its versions.
 */
export const GAPS = `
  WITH s AS MATERIALIZED (SELECT s.* FROM public.sessions s WHERE s.id = ANY ($1::uuid[])),
  c AS MATERIALIZED (
    SELECT w.id AS session_id, e.id AS entry, (e.after ->> 'version')::integer AS version, e.before, e.after,
           row_number() OVER (PARTITION BY w.id ORDER BY e.id) AS place
      FROM unnest($1::uuid[]) w(id) JOIN public.audit_entries e ON e.entity_id = w.id::text
     WHERE e.entity = 'session' AND e.action IN ('create', 'update', 'status', 'delete')),
  values_in_turn AS (
    SELECT c.session_id, c.entry, k.key, c.before -> k.key AS before, c.place,
           lag(c.after -> k.key) OVER (PARTITION BY c.session_id, k.key ORDER BY c.place) AS previous
      FROM c, jsonb_object_keys(c.after) k(key)
     WHERE k.key NOT IN ('visit_reason', 'note', 'reason', 'telehealth_url')),
  told AS (
    SELECT c.session_id,
           jsonb_populate_record(NULL::public.sessions, jsonb_object_agg(k.key, k.value ORDER BY c.place)) AS last
      FROM c, jsonb_each(c.after) k GROUP BY c.session_id),
  gaps (session_id, entry, detail) AS (
    SELECT s.id, NULL::bigint, format('version %s has no audit entry', v)
      FROM s, generate_series(1, s.version) v
     WHERE NOT EXISTS (SELECT 1 FROM c WHERE c.session_id = s.id AND c.version = v)
    UNION ALL
    SELECT c.session_id, max(c.entry), format('version %s has %s audit entries', c.version, count(*))
      FROM c WHERE c.version IS NOT NULL GROUP BY c.session_id, c.version HAVING count(*) > 1
    UNION ALL
    SELECT c.session_id, c.entry, format('the audit knows version %s, the session is at %s', c.version, s.version)
      FROM c JOIN s ON s.id = c.session_id WHERE c.version > s.version
    UNION ALL
    SELECT s.id, NULL, format('version %s is not in the session''s history', v)
      FROM s, generate_series(1, s.version) v
     WHERE NOT EXISTS (SELECT 1 FROM public.status_history h WHERE h.session_id = s.id AND h.version = v)
    UNION ALL
    SELECT s.id, NULL, format('the session''s history knows version %s, the session is at %s', h.version, s.version)
      FROM s JOIN public.status_history h ON h.session_id = s.id AND h.version > s.version
    UNION ALL
    SELECT v.session_id, v.entry, format('the entry changes %s from what no entry made it', v.key)
      FROM values_in_turn v
     WHERE v.place > 1 AND v.previous IS NOT NULL
       AND CASE WHEN v.key LIKE '%\\_at'
                THEN (v.before #>> '{}')::timestamptz IS DISTINCT FROM (v.previous #>> '{}')::timestamptz
                ELSE v.before IS DISTINCT FROM v.previous END
    UNION ALL
    SELECT s.id, NULL, format('%s is not what the last entry made it', d.name)
      FROM s JOIN told t ON t.session_id = s.id,
           LATERAL (VALUES
             ('status', s.status IS DISTINCT FROM (t.last).status),
             ('attendance', s.attendance IS DISTINCT FROM (t.last).attendance),
             ('version', s.version IS DISTINCT FROM (t.last).version),
             ('doctor_id', s.doctor_id IS DISTINCT FROM (t.last).doctor_id),
             ('patient_id', s.patient_id IS DISTINCT FROM (t.last).patient_id),
             ('room_id', s.room_id IS DISTINCT FROM (t.last).room_id),
             ('telehealth', s.telehealth IS DISTINCT FROM (t.last).telehealth),
             ('starts_at', s.starts_at IS DISTINCT FROM (t.last).starts_at),
             ('ends_at', s.ends_at IS DISTINCT FROM (t.last).ends_at),
             ('decision_due_at', s.decision_due_at IS DISTINCT FROM (t.last).decision_due_at),
             ('reason_category', s.reason_category IS DISTINCT FROM (t.last).reason_category),
             ('overbooked', s.overbooked IS DISTINCT FROM (t.last).overbooked),
             ('created_by', s.created_by IS DISTINCT FROM (t.last).created_by),
             ('created_at', s.created_at IS DISTINCT FROM (t.last).created_at),
             ('decided_by', s.decided_by IS DISTINCT FROM (t.last).decided_by),
             ('decided_at', s.decided_at IS DISTINCT FROM (t.last).decided_at),
             ('deleted_at', s.deleted_at IS DISTINCT FROM (t.last).deleted_at)) d(name, differs)
     WHERE d.differs)
  SELECT g.session_id AS "sessionId", g.entry::text AS "entryId", g.detail FROM gaps g ORDER BY 1, g.entry, 3`;

/** Sessions that only the audit knows of. */
export const GONE = `
  SELECT e.entity_id AS "sessionId", min(e.id)::text AS "entryId", 'the session is gone' AS detail
    FROM public.audit_entries e
   WHERE e.entity = 'session' AND e.action IN ('create', 'update', 'status')
     AND NOT EXISTS (SELECT 1 FROM public.sessions s WHERE s.id::text = e.entity_id)
   GROUP BY e.entity_id ORDER BY min(e.id) LIMIT 100`;
