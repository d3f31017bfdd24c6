SET ROLE clinic_engine;

-- The open move of a session, all null where there is none. Whoever changes sessions has the session locked.
CREATE FUNCTION engine.open_move(session uuid) RETURNS public.moves LANGUAGE plpgsql STABLE AS $$
DECLARE
  m public.moves;
BEGIN
  SELECT * INTO m FROM public.moves x WHERE x.session_id = session AND x.status = 'PROPOSED';
  RETURN m;
END
$$;

CREATE OR REPLACE FUNCTION engine.snapshot(s public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'sessionId', s.id, 'status', s.status, 'attendance', s.attendance, 'version', s.version, 'doctorId', s.doctor_id,
    'startsAt', engine.iso(s.starts_at), 'endsAt', engine.iso(s.ends_at), 'decisionDueAt', engine.iso(s.decision_due_at),
    'move', (SELECT jsonb_build_object('moveId', m.id, 'awaiting', m.awaiting, 'doctorId', m.doctor_id,
                                       'startsAt', engine.iso(m.starts_at), 'endsAt', engine.iso(m.ends_at),
                                       'dueAt', engine.iso(m.due_at))
               FROM public.moves m WHERE m.session_id = s.id AND m.status = 'PROPOSED'))
$$;

-- What timers are planned from besides the snapshot. A time counts as approved from the moment that gave it to the session.
CREATE FUNCTION engine.timer_basis(current public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'createdAt', engine.iso(current.created_at), 'fired', '[]'::jsonb,
    'approvedSince', CASE WHEN current.status = 'APPROVED' THEN engine.iso(greatest(current.decided_at, (
      SELECT max(h.at) FROM public.status_history h
       WHERE h.session_id = current.id AND (h.kind IN ('MOVED', 'REOPENED') OR h.details ? 'previousStartsAt')))) END,
    'policy', (SELECT jsonb_build_object(
                 'decisionDeadlineMinutes', p.decision_deadline_minutes, 'decisionLeadMinutes', p.decision_lead_minutes,
                 'reminderOffsetsMinutes', to_jsonb(p.reminder_offsets_minutes),
                 'quietHours', jsonb_build_object('from', p.quiet_from, 'to', p.quiet_to), 'timeZone', p.time_zone)
                 FROM public.policy p WHERE p.id = 1))
$$;

CREATE OR REPLACE FUNCTION engine.step(state text, code text, current public.sessions, notification_ids uuid[]) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('state', state, 'code', code, 'snapshot', engine.snapshot(current),
                            'notificationIds', to_jsonb(notification_ids), 'basis', engine.timer_basis(current))
$$;

-- As before; `details` are ids and instants.
DROP FUNCTION engine.record_version(public.sessions, text, text, text, text, jsonb);
CREATE FUNCTION engine.record_version(
  current public.sessions, kind text, was text, reason text, category text, announcements jsonb, details jsonb DEFAULT NULL)
RETURNS uuid[] LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.status_history
    (session_id, version, actor_id, actor_role, channel, kind, from_status, to_status, reason, reason_category, details)
  VALUES
    (current.id, current.version, engine.actor_id(), current_setting('app.role', true), engine.channel(), kind, was, current.status,
     reason, category, details);
  RETURN engine.announce(current, announcements);
END
$$;

-- What timers are planned from is not kept: a repeated answer carries what holds then.
CREATE OR REPLACE FUNCTION engine.decided_before(decision uuid, session uuid) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  current public.decisions;
BEGIN
  SELECT * INTO current FROM public.decisions d WHERE d.id = decision;
  IF NOT FOUND THEN
    RETURN NULL;
  ELSIF current.session_id <> session OR current.actor_id IS DISTINCT FROM engine.actor_id() THEN
    RAISE EXCEPTION 'The decision id belongs to somebody else.' USING ERRCODE = 'CS403';
  END IF;
  RETURN current.result || jsonb_build_object(
    'basis', (SELECT engine.timer_basis(s) FROM public.sessions s WHERE s.id = session),
    'snapshot', '{"move": null}'::jsonb || (current.result -> 'snapshot'));
END
$$;

CREATE OR REPLACE FUNCTION engine.record_decision(command jsonb, kind text, result jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.decisions
    (id, session_id, kind, state, code, body_hash, requested_version, snapshot_version, result, actor_id, actor_role, channel)
  VALUES
    ((command ->> 'decisionId')::uuid, (command ->> 'sessionId')::uuid, kind, result ->> 'state', result ->> 'code',
     command ->> 'bodyHash', (command ->> 'version')::integer, (result #>> '{snapshot,version}')::integer, result - 'basis',
     engine.actor_id(), coalesce(nullif(current_setting('app.role', true), ''), 'NONE'), engine.channel());
  RETURN result;
END
$$;

-- The answer to a command that is not to be applied (again): the one that was given to its id, or that its time is over, of
-- which nothing is kept. Null where it is to be looked at.
CREATE FUNCTION engine.answered(command jsonb, current public.sessions) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  before jsonb := engine.decided_before((command ->> 'decisionId')::uuid, current.id);
BEGIN
  IF before IS NULL AND (command ->> 'notAfter')::timestamptz < clock_timestamp() THEN
    RETURN engine.step('REFUSED', 'temporarily_unavailable', current, '{}');
  END IF;
  RETURN before;
END
$$;

CREATE FUNCTION engine.refuse(command jsonb, kind text, code text, current public.sessions, refusal jsonb DEFAULT NULL) RETURNS jsonb
LANGUAGE sql AS $$
  SELECT engine.record_decision(
    command, kind, engine.step('REFUSED', code, current, '{}')
      || CASE WHEN refusal IS NULL THEN '{}' ELSE jsonb_build_object('refusal', refusal) END)
$$;

-- Whether the actor has one of the roles, and the session is theirs as far as the role asks for that. Doctors who cover
-- today count where `covering`.
CREATE FUNCTION engine.may_act(current public.sessions, roles text[], covering boolean) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
BEGIN
  RETURN coalesce(acting = ANY (roles), false) AND CASE acting
    WHEN 'PATIENT' THEN current.patient_id = ANY (engine.own_patient_ids())
    WHEN 'DOCTOR' THEN current.doctor_id = ANY (
      CASE WHEN covering THEN engine.decidable_doctor_ids() ELSE engine.own_doctor_ids() END)
    ELSE true
  END;
END
$$;

CREATE FUNCTION engine.holds_slot(status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT status IN ('PENDING', 'APPROVED')
$$;

-- Writes a session as it is to be, one version on. What is indexed is written alike, so that the update stays heap-only.
CREATE FUNCTION engine.save_session(becomes public.sessions) RETURNS public.sessions LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.sessions AS s
     SET version = s.version + 1, status = becomes.status, attendance = becomes.attendance, doctor_id = becomes.doctor_id,
         room_id = becomes.room_id, telehealth = becomes.telehealth, telehealth_url = becomes.telehealth_url,
         starts_at = becomes.starts_at, ends_at = becomes.ends_at, decision_due_at = becomes.decision_due_at,
         visit_reason = becomes.visit_reason, note = becomes.note, reason = becomes.reason, reason_category = becomes.reason_category,
         overbooked = becomes.overbooked, decided_at = becomes.decided_at, decided_by = becomes.decided_by, deleted_at = becomes.deleted_at
   WHERE s.id = becomes.id
  RETURNING s.* INTO becomes;
  RETURN becomes;
END
$$;

-- Closes the open move, if there is one, and frees its time. The session's own time stays.
CREATE FUNCTION engine.end_move(session uuid, verdict text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  move uuid;
BEGIN
  UPDATE public.moves AS m SET status = verdict, decided_by = engine.actor_id(), decided_at = clock_timestamp()
   WHERE m.session_id = session AND m.status = 'PROPOSED'
  RETURNING m.id INTO move;
  IF move IS NOT NULL THEN
    PERFORM engine.release_hold(session, move);
  END IF;
  RETURN move;
END
$$;

CREATE FUNCTION engine.release_hold(session uuid, move uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE public.holds SET active = false, released_at = clock_timestamp()
   WHERE session_id = session AND move_id IS NOT DISTINCT FROM move AND active
$$;

-- The hold that was taken under a key becomes the session's only one. Its range is not touched, and nobody else can have
-- taken the time, so that writing the row again waits for nobody.
CREATE FUNCTION engine.swap_holds(session uuid, move uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM engine.release_hold(session, NULL);
  UPDATE public.holds SET move_id = NULL WHERE session_id = session AND move_id = move AND active;
END
$$;

CREATE FUNCTION engine.with_withdrawn(move uuid) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN move IS NOT NULL THEN jsonb_build_object('withdrawnMoveId', move) END
$$;

-- As before; and a move that was still open goes with the word on the session itself.
CREATE OR REPLACE FUNCTION engine.decide_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  verdict text := command ->> 'verdict';
  approve boolean := verdict = 'APPROVE';
  before jsonb := engine.decided_before((command ->> 'decisionId')::uuid, current.id);
  fault text;
  withdrawn uuid;
  ids uuid[];
BEGIN
  IF before IS NOT NULL THEN
    RETURN before;
  END IF;
  fault := engine.decision_fault(command, current);
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, verdict, fault, current);
  END IF;
  withdrawn := engine.end_move(current.id, 'WITHDRAWN');
  UPDATE sessions AS s
     SET status = CASE WHEN approve THEN 'APPROVED' ELSE 'REJECTED' END, version = s.version + 1,
         decided_at = clock_timestamp(), decided_by = engine.actor_id(),
         reason = CASE WHEN approve THEN NULL ELSE btrim(command ->> 'reason') END,
         reason_category = CASE WHEN NOT approve THEN coalesce(command ->> 'category', 'OTHER') END,
         telehealth_url = CASE WHEN approve AND s.telehealth THEN command ->> 'telehealthUrl' END
   WHERE s.id = current.id
  RETURNING s.* INTO current;
  IF NOT approve THEN
    PERFORM engine.release_holds(current.id);
  END IF;
  ids := engine.record_version(current, current.status, 'PENDING', current.reason, current.reason_category,
                               command -> 'announcements' -> verdict, engine.with_withdrawn(withdrawn));
  RETURN engine.record_decision(command, verdict, engine.step('APPLIED', NULL, current, ids));
END
$$;

CREATE OR REPLACE FUNCTION engine.cancel_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  answer jsonb := engine.answered(command, current);
  was text := current.status;
  fault text;
  withdrawn uuid;
  ids uuid[];
BEGIN
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  fault := engine.cancel_fault(command, current);
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, 'CANCEL', fault, current);
  END IF;
  withdrawn := engine.end_move(current.id, 'WITHDRAWN');
  UPDATE sessions AS s
     SET status = 'CANCELLED', version = s.version + 1, reason = nullif(btrim(command ->> 'reason'), '')
   WHERE s.id = current.id
  RETURNING s.* INTO current;
  PERFORM engine.release_holds(current.id);
  ids := engine.record_version(current, 'CANCELLED', was, current.reason, NULL, command -> 'announcements',
                               engine.with_withdrawn(withdrawn));
  RETURN engine.record_decision(command, 'CANCEL', engine.step('APPLIED', NULL, current, ids));
END
$$;

CREATE OR REPLACE FUNCTION engine.end_by_timer(
  command jsonb, from_status text, to_status text, due timestamptz, current public.sessions)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  withdrawn uuid;
  ids uuid[];
BEGIN
  IF current.status <> from_status OR (command ->> 'now')::timestamptz < due THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  END IF;
  withdrawn := engine.end_move(current.id, 'WITHDRAWN');
  UPDATE public.sessions AS s SET status = to_status, version = s.version + 1 WHERE s.id = current.id RETURNING s.* INTO current;
  PERFORM engine.release_holds(current.id);
  ids := engine.record_version(current, to_status, from_status, NULL, NULL, command -> 'announcements',
                               engine.with_withdrawn(withdrawn));
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

-- A request does not lapse while the patient is asked about another time for it.
CREATE OR REPLACE FUNCTION engine.expire_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  IF (engine.open_move(current.id)).awaiting = 'PATIENT' THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  END IF;
  RETURN engine.end_by_timer(command, 'PENDING', 'EXPIRED', current.decision_due_at, current);
END
$$;

-- Not STABLE: what a booking under way commits while this waits for it must be seen. What was deleted shows itself as long as
-- it has something left to tell.
CREATE OR REPLACE FUNCTION engine.session_snapshot(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
  queued jsonb;
BEGIN
  PERFORM engine.require_system();
  PERFORM engine.lock_booking((command ->> 'sessionId')::uuid);
  SELECT * INTO current FROM sessions s WHERE s.id = (command ->> 'sessionId')::uuid;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  queued := engine.queued_notifications(current.id);
  IF current.deleted_at IS NOT NULL AND queued = '[]' THEN
    RETURN NULL;
  END IF;
  RETURN jsonb_build_object('snapshot', engine.snapshot(current), 'basis', engine.timer_basis(current),
                            'bodyHash', current.body_hash, 'notificationIds', queued);
END
$$;

-- What is not over, and what is over or deleted but has something left to tell.
CREATE OR REPLACE FUNCTION engine.open_session_ids(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  RETURN coalesce((
    SELECT jsonb_agg(x.id ORDER BY x.id)
      FROM (SELECT s.id FROM sessions s
             WHERE (s.status IN ('PENDING', 'APPROVED')
                    OR EXISTS (SELECT 1 FROM notifications n WHERE n.session_id = s.id AND n.status = 'QUEUED'))
               AND s.id > coalesce((command ->> 'after')::uuid, '00000000-0000-0000-0000-000000000000')
             ORDER BY s.id LIMIT (command ->> 'limit')::integer) x), '[]');
END
$$;

-- As before; and a request keeps the time that a suggestion to the patient gave it.
CREATE OR REPLACE FUNCTION engine.renew_decision_due(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
  due timestamptz(3);
  ids uuid[];
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  due := greatest((command ->> 'decisionDueAt')::timestamptz, (engine.open_move(current.id)).due_at);
  IF current.status <> 'PENDING' THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  ELSIF current.decision_due_at = due THEN
    RETURN engine.step('APPLIED', NULL, current, '{}');
  END IF;
  UPDATE sessions AS s SET decision_due_at = due, version = s.version + 1 WHERE s.id = current.id RETURNING s.* INTO current;
  ids := engine.record_version(current, 'POLICY_CHANGED', current.status,
                               format('Policy version %s: to be decided by %s', command ->> 'policyVersion', engine.iso(due)),
                               NULL, command -> 'announcements');
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

RESET ROLE;
