SET ROLE clinic_engine;

CREATE FUNCTION engine.close_fault(command jsonb, current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  wanted text := CASE command ->> 'verdict' WHEN 'COMPLETE' THEN 'COMPLETED' ELSE 'NO_SHOW' END;
BEGIN
  RETURN CASE
    WHEN NOT engine.may_act(current, '{SECRETARY,DOCTOR,ADMIN}', true) THEN 'forbidden'
    WHEN current.status NOT IN ('APPROVED', 'COMPLETED', 'NO_SHOW') OR current.status = wanted THEN 'invalid_transition'
    WHEN current.starts_at > clock_timestamp() THEN 'invalid_transition'
    WHEN (command ->> 'version')::integer <> current.version THEN 'stale_version'
  END;
END
$$;

-- How a session that has begun ended, or the correction of that.
CREATE FUNCTION engine.close_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  was sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  answer jsonb := engine.answered(command, was);
  verdict text := command ->> 'verdict';
  becomes sessions := was;
  fault text;
  withdrawn uuid;
  ids uuid[];
BEGIN
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  fault := engine.close_fault(command, was);
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, verdict, fault, was);
  END IF;
  withdrawn := engine.end_move(was.id, 'WITHDRAWN');
  PERFORM engine.release_holds(was.id);
  becomes.status := CASE verdict WHEN 'COMPLETE' THEN 'COMPLETED' ELSE 'NO_SHOW' END;
  becomes := engine.save_session(becomes);
  ids := engine.record_version(becomes, becomes.status, was.status, NULL, NULL, NULL, engine.with_withdrawn(withdrawn));
  RETURN engine.record_decision(command, verdict, engine.step('APPLIED', NULL, becomes, ids));
END
$$;

-- What every correction needs, whatever it corrects.
CREATE FUNCTION engine.correction_fault(command jsonb, current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE
    WHEN engine.acting_role() IS DISTINCT FROM 'ADMIN' THEN 'forbidden'
    WHEN (command ->> 'version')::integer <> current.version THEN 'stale_version'
    WHEN coalesce(btrim(command ->> 'reason'), '') = '' THEN 'reason_required'
  END;
END
$$;

CREATE FUNCTION engine.was_approved(session uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.status_history h WHERE h.session_id = session AND h.to_status = 'APPROVED')
$$;

-- The session with another status, and what goes with that: who decided, why, and where it takes place.
CREATE FUNCTION engine.with_status(becomes public.sessions, wanted text, words text, due timestamptz, url text) RETURNS public.sessions
LANGUAGE plpgsql STABLE AS $$
BEGIN
  becomes.status := wanted;
  IF wanted IN ('PENDING', 'APPROVED') THEN
    becomes.attendance := 'UNKNOWN';
    becomes.reason := NULL;
    becomes.reason_category := NULL;
    becomes.decided_at := CASE wanted WHEN 'APPROVED' THEN clock_timestamp() END;
    becomes.decided_by := CASE wanted WHEN 'APPROVED' THEN engine.actor_id() END;
    becomes.decision_due_at := CASE wanted WHEN 'PENDING' THEN coalesce(due, becomes.decision_due_at) ELSE becomes.decision_due_at END;
    becomes.telehealth_url := CASE WHEN wanted = 'APPROVED' AND becomes.telehealth THEN coalesce(becomes.telehealth_url, url) END;
  ELSIF wanted = 'REJECTED' THEN
    becomes.reason := words;
    becomes.reason_category := 'OTHER';
    becomes.decided_at := clock_timestamp();
    becomes.decided_by := engine.actor_id();
  ELSIF wanted = 'CANCELLED' THEN
    becomes.reason := words;
    becomes.reason_category := NULL;
  END IF;
  RETURN becomes;
END
$$;

-- The time that a session has, as a wish.
CREATE FUNCTION engine.present_time(current public.sessions) RETURNS engine.wanted_time LANGUAGE sql STABLE AS $$
  SELECT engine.wanted_time(jsonb_build_object(
    'doctorId', current.doctor_id, 'roomIds', to_jsonb(array_remove(ARRAY[current.room_id], NULL)), 'telehealth', current.telehealth,
    'startsAt', current.starts_at, 'endsAt', current.ends_at,
    'bufferBeforeMinutes', p.buffer_before_minutes, 'bufferAfterMinutes', p.buffer_after_minutes))
    FROM public.policy p
$$;

CREATE FUNCTION engine.reopen_fault(current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE
    WHEN engine.holds_slot(current.status) THEN 'invalid_transition'
    WHEN current.status IN ('COMPLETED', 'NO_SHOW') AND current.ends_at <= clock_timestamp() THEN 'invalid_transition'
    WHEN current.status IN ('REJECTED', 'EXPIRED', 'CANCELLED') AND current.starts_at <= clock_timestamp() THEN 'invalid_transition'
  END;
END
$$;

CREATE FUNCTION engine.reopen_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  was sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  answer jsonb := engine.answered(command, was);
  words text := btrim(command ->> 'reason');
  key uuid := (command ->> 'decisionId')::uuid;
  w engine.wanted_time := engine.wanted_time(command -> 'wanted');
  becomes sessions;
  fault text;
  t record;
  ids uuid[];
BEGIN
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  fault := coalesce(engine.correction_fault(command, was), engine.reopen_fault(was));
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, 'REOPEN', fault, was);
  END IF;
  t := engine.take_time(was.id, key, was.patient_id, w);
  answer := engine.untaken(command, 'REOPEN', was, true, t.held, t.taken);
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  becomes := engine.give_time(was, key, w.doctor, t.room, w.starts, w.ends);
  becomes := engine.with_status(becomes, CASE WHEN engine.was_approved(was.id) THEN 'APPROVED' ELSE 'PENDING' END, words,
                             (command ->> 'decisionDueAt')::timestamptz, NULL);
  becomes := engine.save_session(becomes);
  PERFORM engine.audit_override('REOPEN', was.id, words, command #> '{wanted,override,accept}', t.exempt);
  ids := engine.record_version(becomes, 'REOPENED', was.status, words, NULL, command -> 'announcements',
                               engine.time_details(was, becomes, NULL));
  RETURN engine.record_decision(command, 'REOPEN', engine.step('APPLIED', NULL, becomes, ids));
END
$$;

-- Whether an admin may set this status, given the time that the session is to have. EXPIRED is a timer's word alone.
CREATE FUNCTION engine.amend_fault(was public.sessions, becomes public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE
    WHEN becomes.telehealth <> (becomes.room_id IS NULL) THEN 'slot_not_bookable'
    WHEN becomes.status = was.status THEN NULL
    WHEN becomes.status = 'EXPIRED' THEN 'invalid_transition'
    WHEN becomes.status IN ('PENDING', 'APPROVED') AND becomes.ends_at <= clock_timestamp() THEN 'invalid_transition'
    WHEN becomes.status = 'REJECTED' AND NOT engine.holds_slot(was.status) THEN 'invalid_transition'
    WHEN becomes.status = 'CANCELLED' AND was.status IN ('REJECTED', 'EXPIRED') THEN 'invalid_transition'
    WHEN becomes.status IN ('COMPLETED', 'NO_SHOW') AND (becomes.starts_at > clock_timestamp() OR was.status = 'REJECTED')
      THEN 'invalid_transition'
  END;
END
$$;

-- The session as an admin wants it, but for the room that is found free, and before any of it is written.
CREATE FUNCTION engine.amended(command jsonb, was public.sessions, w engine.wanted_time) RETURNS public.sessions
LANGUAGE plpgsql STABLE AS $$
DECLARE
  becomes public.sessions := was;
  texts jsonb := coalesce(nullif(command -> 'texts', 'null'), '{}');
  due timestamptz := command ->> 'decisionDueAt';
BEGIN
  becomes.doctor_id := w.doctor;
  becomes.room_id := CASE WHEN NOT w.telehealth THEN coalesce(w.rooms[1], was.room_id) END;
  becomes.telehealth := w.telehealth;
  becomes.starts_at := w.starts;
  becomes.ends_at := w.ends;
  becomes.visit_reason := CASE WHEN texts ? 'visitReason' THEN texts ->> 'visitReason' ELSE was.visit_reason END;
  becomes.note := CASE WHEN texts ? 'note' THEN texts ->> 'note' ELSE was.note END;
  IF NOT engine.is_same_time(was, w) THEN
    becomes.attendance := 'UNKNOWN';
    becomes.telehealth_url := CASE WHEN NOT w.telehealth THEN NULL
                                WHEN was.telehealth OR was.status <> 'APPROVED' THEN was.telehealth_url
                                ELSE command ->> 'telehealthUrl' END;
    IF was.status = 'PENDING' THEN
      becomes.decision_due_at := coalesce(due, was.decision_due_at);
    END IF;
  END IF;
  IF command ->> 'status' IS NOT NULL AND command ->> 'status' <> was.status THEN
    becomes := engine.with_status(becomes, command ->> 'status', btrim(command ->> 'reason'), due, command ->> 'telehealthUrl');
  END IF;
  RETURN becomes;
END
$$;

-- By what the change amounts to for the patient; nothing where it concerns no time to come.
CREATE FUNCTION engine.amendment_announcements(command jsonb, was public.sessions, becomes public.sessions) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT command -> 'announcements' -> CASE
    WHEN becomes.starts_at <= clock_timestamp() AND was.starts_at <= clock_timestamp() THEN ''
    WHEN becomes.status <> was.status AND becomes.status IN ('APPROVED', 'REJECTED', 'CANCELLED') THEN becomes.status
    WHEN engine.holds_slot(becomes.status)
         AND (was.starts_at, was.ends_at, was.doctor_id, was.telehealth) <> (becomes.starts_at, becomes.ends_at, becomes.doctor_id, becomes.telehealth)
      THEN 'MOVED'
    WHEN engine.holds_slot(becomes.status) AND was.room_id IS DISTINCT FROM becomes.room_id THEN 'MOVED'
  END
$$;

-- Writes a correction whose time, if it needs one, is held under the decision's id.
CREATE FUNCTION engine.save_amendment(command jsonb, was public.sessions, becomes public.sessions, is_new_time boolean, exempt text[])
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  words text := btrim(command ->> 'reason');
  withdrawn uuid;
  details jsonb;
  ids uuid[];
BEGIN
  IF is_new_time OR becomes.status <> was.status THEN
    withdrawn := engine.end_move(was.id, 'WITHDRAWN');
  END IF;
  IF NOT engine.holds_slot(becomes.status) THEN
    PERFORM engine.release_holds(was.id);
  ELSIF is_new_time THEN
    becomes.attendance := 'UNKNOWN';
    becomes.overbooked := exempt <> '{}';
    PERFORM engine.swap_holds(was.id, (command ->> 'decisionId')::uuid);
  END IF;
  becomes := engine.save_session(becomes);
  IF (was.starts_at, was.ends_at, was.doctor_id) <> (becomes.starts_at, becomes.ends_at, becomes.doctor_id)
    OR was.room_id IS DISTINCT FROM becomes.room_id THEN
    details := engine.time_details(was, becomes, NULL);
  END IF;
  PERFORM engine.audit_override('AMEND', was.id, words, command #> '{wanted,override,accept}', exempt);
  ids := engine.record_version(becomes, 'AMENDED', was.status, words, NULL, engine.amendment_announcements(command, was, becomes),
                               nullif(coalesce(details, '{}') || coalesce(engine.with_withdrawn(withdrawn), '{}'), '{}'));
  RETURN engine.step('APPLIED', NULL, becomes, ids);
END
$$;

CREATE FUNCTION engine.amend_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  was sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  answer jsonb := engine.answered(command, was);
  w engine.wanted_time := CASE WHEN jsonb_typeof(command -> 'wanted') = 'object' THEN engine.wanted_time(command -> 'wanted')
                               ELSE engine.present_time(was) END;
  becomes sessions := engine.amended(command, was, w);
  fault text;
  t record;
  is_new_time boolean := engine.holds_slot(becomes.status)
    AND NOT (engine.holds_slot(was.status) AND engine.is_same_time(was, w));
  exempt text[] := '{}';
BEGIN
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  fault := coalesce(engine.correction_fault(command, was), engine.amend_fault(was, becomes));
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, 'AMEND', fault, was);
  END IF;
  IF is_new_time THEN
    t := engine.take_time(was.id, (command ->> 'decisionId')::uuid, was.patient_id, w);
    answer := engine.untaken(command, 'AMEND', was, true, t.held, t.taken);
    IF answer IS NOT NULL THEN
      RETURN answer;
    END IF;
    becomes.room_id := t.room;
    exempt := t.exempt;
  END IF;
  IF to_jsonb(becomes) = to_jsonb(was) AND NOT is_new_time THEN
    RETURN engine.record_decision(command, 'AMEND', engine.step('APPLIED', NULL, was, '{}'));
  END IF;
  RETURN engine.record_decision(command, 'AMEND', engine.save_amendment(command, was, becomes, is_new_time, exempt));
END
$$;

-- Hides a session and calls it off where it was still held. The same command again finds what is hidden by then.
CREATE FUNCTION engine.delete_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  session uuid := (command ->> 'sessionId')::uuid;
  words text := btrim(command ->> 'reason');
  answer jsonb;
  was sessions;
  becomes sessions;
  fault text;
  ids uuid[];
BEGIN
  PERFORM 1 FROM sessions s WHERE s.id = session FOR UPDATE;
  answer := engine.decided_before((command ->> 'decisionId')::uuid, session);
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  was := engine.lock_session(session);
  answer := engine.answered(command, was);
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  fault := engine.correction_fault(command, was);
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, 'DELETE', fault, was);
  END IF;
  PERFORM engine.end_move(was.id, 'WITHDRAWN');
  PERFORM engine.release_holds(was.id);
  becomes := CASE WHEN engine.holds_slot(was.status) THEN engine.with_status(was, 'CANCELLED', words, NULL, NULL) ELSE was END;
  becomes.deleted_at := clock_timestamp();
  becomes := engine.save_session(becomes);
  PERFORM engine.audit_override('DELETE', was.id, words, NULL, '{}');
  ids := engine.record_version(becomes, 'DELETED', was.status, words, NULL, CASE
    WHEN engine.holds_slot(was.status) AND was.starts_at > clock_timestamp() THEN command -> 'announcements' END);
  RETURN engine.record_decision(command, 'DELETE', engine.step('APPLIED', NULL, becomes, ids));
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.close_session(jsonb), engine.reopen_session(jsonb), engine.amend_session(jsonb), engine.delete_session(jsonb)
  TO clinic_owner, clinic_worker;
RESET ROLE;
