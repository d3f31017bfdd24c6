-- What a session has been nudged and reminded of. A timer is remembered for the time that the session had then: moved, it
-- starts anew.
CREATE TABLE fired_timers (
    session_id uuid NOT NULL,
    starts_at timestamptz(3) NOT NULL,
    key text NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT fired_timers_pkey PRIMARY KEY (session_id, starts_at, key),
    CONSTRAINT fired_timers_key_length CHECK (char_length(key) BETWEEN 1 AND 40)
);
GRANT SELECT, INSERT ON fired_timers TO clinic_engine;

ALTER TABLE fired_timers ENABLE ROW LEVEL SECURITY;
ALTER TABLE fired_timers FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON fired_timers TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON fired_timers TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

-- `occasion` tells two messages of one kind at one version apart. `doctor_id` is the doctor whom a message is for, null the
-- session's. `also_session_ids` are the patient's other sessions that the same message speaks of.
ALTER TABLE notifications
    ADD COLUMN occasion text,
    ADD COLUMN doctor_id uuid,
    ADD COLUMN also_session_ids uuid[] NOT NULL DEFAULT '{}';
DROP INDEX notifications_once;
CREATE UNIQUE INDEX notifications_once
    ON notifications (session_id, session_version, kind, channel, recipient, inbound_id, occasion) NULLS NOT DISTINCT;
-- For the caps on reminders.
CREATE INDEX notifications_reminders ON notifications (patient_id, created_at)
    WHERE channel = 'SMS' AND kind IN ('REMINDER', 'SAME_DAY');

-- Since when the reminders are as they are. What would have been due before that is no arrears.
ALTER TABLE policy ADD COLUMN reminders_changed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
DROP TRIGGER audit ON policy;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON policy FOR EACH ROW
  EXECUTE FUNCTION engine.audit_row('policy', 'id', '', 'updated_at,told_version,reminders_changed_at');
ALTER TABLE policy ENABLE ALWAYS TRIGGER audit;

SET ROLE clinic_engine;

CREATE FUNCTION engine.note_reminders_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.reminders_changed_at := clock_timestamp();
  RETURN NEW;
END
$$;
GRANT EXECUTE ON FUNCTION engine.note_reminders_changed() TO clinic_owner;
RESET ROLE;
CREATE TRIGGER reminders_changed BEFORE UPDATE ON policy FOR EACH ROW
  WHEN (ROW (OLD.reminder_offsets_minutes, OLD.quiet_from, OLD.quiet_to, OLD.time_zone)
        IS DISTINCT FROM ROW (NEW.reminder_offsets_minutes, NEW.quiet_from, NEW.quiet_to, NEW.time_zone))
  EXECUTE FUNCTION engine.note_reminders_changed();
SET ROLE clinic_engine;

-- When a session got its present time, or a doctor's suggestion of another one; null where it still has its first.
CREATE FUNCTION engine.timed_at(current public.sessions) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT max(h.at) FROM public.status_history h
   WHERE h.session_id = current.id
     AND (h.kind IN ('MOVED', 'REOPENED') OR (h.kind = 'MOVE_PROPOSED' AND h.to_status = 'PENDING')
          OR (h.kind = 'AMENDED' AND h.details ->> 'previousStartsAt' <> h.details ->> 'startsAt'))
$$;

CREATE OR REPLACE FUNCTION engine.timer_basis(current public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'createdAt', engine.iso(greatest(current.created_at, t.at)),
    'approvedSince', engine.iso(CASE WHEN current.status = 'APPROVED'
                                     THEN greatest(current.decided_at, t.at, p.reminders_changed_at) END),
    'fired', coalesce((SELECT jsonb_agg(f.key ORDER BY f.key) FROM public.fired_timers f
                        WHERE f.session_id = current.id AND f.starts_at = current.starts_at), '[]'),
    'policy', jsonb_build_object(
      'decisionDeadlineMinutes', p.decision_deadline_minutes, 'decisionLeadMinutes', p.decision_lead_minutes,
      'reminderOffsetsMinutes', to_jsonb(p.reminder_offsets_minutes),
      'quietHours', jsonb_build_object('from', p.quiet_from, 'to', p.quiet_to), 'timeZone', p.time_zone))
    FROM public.policy p, (SELECT engine.timed_at(current) AS at) t
   WHERE p.id = 1
$$;

-- As before; and what timers are planned from.
CREATE OR REPLACE FUNCTION engine.decision_basis(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  RETURN jsonb_build_object('snapshot', engine.snapshot(current), 'basis', engine.timer_basis(current),
                            'policy', engine.policy_json());
END
$$;

CREATE FUNCTION engine.mark_fired(session uuid, starts timestamptz, timer_key text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.fired_timers (session_id, starts_at, key) VALUES (session, starts, timer_key) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END
$$;

CREATE FUNCTION engine.announce_timer(
  current public.sessions, announcements jsonb, timer_key text, doctor uuid, others uuid[], by_email boolean) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  WITH n AS (
    INSERT INTO public.notifications AS n
      (session_id, session_version, patient_id, kind, channel, recipient, occasion, doctor_id, also_session_ids)
    SELECT current.id, current.version, current.patient_id, a.kind,
           CASE WHEN by_email AND a.channel = 'SMS' THEN 'EMAIL' ELSE a.channel END, a.recipient,
           timer_key, doctor, others
      FROM jsonb_to_recordset(coalesce(announcements, '[]')) AS a(kind text, channel text, recipient text)
    ON CONFLICT DO NOTHING
    RETURNING n.id
  )
  SELECT coalesce(array_agg(n.id), '{}') INTO ids FROM n;
  RETURN ids;
END
$$;

-- Whoever decides in the doctor's place today and can be written to.
CREATE FUNCTION engine.covering_doctor(doctor uuid, moment timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT c.cover_doctor_id
    FROM public.doctor_cover c
    JOIN public.doctors d ON d.id = c.cover_doctor_id AND d.active
    JOIN public.chat_identities i ON i.user_id = d.user_id AND i.channel = 'SLACK' AND i.revoked_at IS NULL
    CROSS JOIN public.policy p
   WHERE c.doctor_id = doctor AND (moment AT TIME ZONE p.time_zone)::date BETWEEN c.starts_on AND c.ends_on
   ORDER BY c.starts_on, c.id LIMIT 1
$$;

-- True where the clinic's caps leave no room for one more reminder by SMS.
CREATE FUNCTION engine.reminders_capped(patient uuid, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) FILTER (WHERE (n.created_at AT TIME ZONE p.time_zone)::date = (moment AT TIME ZONE p.time_zone)::date) >= p.sms_per_day
      OR count(n.id) >= p.sms_per_week
    FROM public.policy p
    LEFT JOIN public.notifications n
      ON n.patient_id = patient AND n.channel = 'SMS' AND n.kind IN ('REMINDER', 'SAME_DAY')
     AND n.status NOT IN ('SUPPRESSED', 'FAILED') AND n.created_at > moment - interval '7 days'
   WHERE p.id = 1
   GROUP BY p.sms_per_day, p.sms_per_week
$$;

-- The patient's sessions on the same day of the clinic that the same reminder is for, locked in one order whoever is first.
CREATE FUNCTION engine.reminded_together(current public.sessions, command jsonb) RETURNS uuid[] LANGUAGE sql AS $$
  SELECT coalesce(array_agg(x.id ORDER BY x.starts_at, x.id), '{}')
    FROM (SELECT s.id, s.starts_at
            FROM public.sessions s, public.policy p
           WHERE s.patient_id = current.patient_id AND s.status = 'APPROVED' AND s.deleted_at IS NULL
             AND s.starts_at > (command ->> 'now')::timestamptz
             AND (s.starts_at AT TIME ZONE p.time_zone)::date = (current.starts_at AT TIME ZONE p.time_zone)::date
             AND (s.attendance = 'UNKNOWN' OR (s.attendance = 'CONFIRMED' AND (command ->> 'isLastReminder')::boolean))
             AND NOT EXISTS (SELECT 1 FROM public.fired_timers f
                              WHERE f.session_id = s.id AND f.starts_at = s.starts_at AND f.key = command ->> 'key')
           ORDER BY s.id FOR UPDATE OF s) x
$$;

-- One message for all of them; who has confirmed all of the day's sessions gets the short note.
CREATE FUNCTION engine.fire_reminder(command jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  current public.sessions;
  together uuid[];
  asks boolean;
  ids uuid[];
BEGIN
  SELECT * INTO current FROM public.sessions s WHERE s.id = (command ->> 'sessionId')::uuid;
  PERFORM pg_advisory_xact_lock(hashtextextended('reminders/' || current.patient_id, 0));
  together := engine.reminded_together(current, command);
  current := engine.lock_session(current.id);
  IF current.id <> ALL (together) THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  END IF;
  PERFORM engine.mark_fired(s.id, s.starts_at, command ->> 'key') FROM public.sessions s WHERE s.id = ANY (together);
  asks := EXISTS (SELECT 1 FROM public.sessions s WHERE s.id = ANY (together) AND s.attendance = 'UNKNOWN');
  ids := engine.announce_timer(
    current, command -> 'announcements' -> CASE WHEN asks THEN 'REMINDER' ELSE 'SAME_DAY' END, command ->> 'key', NULL,
    array_remove(together, current.id), engine.reminders_capped(current.patient_id, (command ->> 'now')::timestamptz));
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

CREATE FUNCTION engine.fire_escalation(command jsonb, current public.sessions) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  cover uuid := engine.covering_doctor(current.doctor_id, (command ->> 'now')::timestamptz);
BEGIN
  IF cover IS NULL THEN
    PERFORM engine.open_task('DECISION_OVERDUE', format('overdue:%s:%s', current.id, current.version), current.id,
                             current.patient_id, NULL, NULL);
  END IF;
  RETURN engine.announce_timer(current, command -> 'announcements' -> CASE WHEN cover IS NULL THEN 'DESK' ELSE 'COVER' END,
                               command ->> 'key', cover, '{}', false);
END
$$;

-- A patient who was asked and has not answered is called, unless somebody is to call already.
CREATE FUNCTION engine.fire_no_answer(current public.sessions) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current.attendance = 'UNKNOWN'
    AND (EXISTS (SELECT 1 FROM public.prompts p WHERE p.session_id = current.id AND p.starts_at = current.starts_at)
         OR EXISTS (SELECT 1 FROM public.notifications n
                     WHERE n.patient_id = current.patient_id AND n.kind = 'REMINDER' AND n.status IN ('SENT', 'DELIVERED')
                       AND (n.session_id = current.id OR current.id = ANY (n.also_session_ids))))
    AND NOT EXISTS (SELECT 1 FROM public.tasks t
                     WHERE t.session_id = current.id AND t.kind IN ('CALL_PATIENT', 'UNDELIVERED') AND t.state <> 'DONE') THEN
    PERFORM engine.open_task('CALL_PATIENT', format('no-answer:%s:%s', current.id, engine.iso(current.starts_at)), current.id,
                             current.patient_id, (SELECT p.phone FROM public.patients p WHERE p.id = current.patient_id),
                             'has not answered the reminders');
  END IF;
END
$$;

-- A timer's word, once for each key and time of the session. Whether it is due was judged by the plan; here whether the session
-- is still such a one.
CREATE FUNCTION engine.fire_timer(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  timer_kind text := command ->> 'kind';
  current sessions;
  ids uuid[] := '{}';
BEGIN
  PERFORM engine.require_system();
  IF timer_kind = 'REMINDER' THEN
    RETURN engine.fire_reminder(command);
  END IF;
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  IF current.status <> (CASE WHEN timer_kind = 'NO_ANSWER' THEN 'APPROVED' ELSE 'PENDING' END)
    OR NOT engine.mark_fired(current.id, current.starts_at, command ->> 'key') THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  END IF;
  IF timer_kind = 'NUDGE' THEN
    ids := engine.announce_timer(current, command -> 'announcements' -> 'NUDGE', command ->> 'key', NULL, '{}', false);
  ELSIF timer_kind = 'ESCALATE' THEN
    ids := engine.fire_escalation(command, current);
  ELSE
    PERFORM engine.fire_no_answer(current);
  END IF;
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

GRANT EXECUTE ON FUNCTION engine.fire_timer(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;
