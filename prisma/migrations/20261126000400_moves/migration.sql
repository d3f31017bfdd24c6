SET ROLE clinic_engine;

CREATE FUNCTION engine.is_same_time(current public.sessions, w engine.wanted_time) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current.starts_at = w.starts AND current.ends_at = w.ends AND current.doctor_id = w.doctor
     AND current.room_id IS NOT DISTINCT FROM w.rooms[1]
$$;

-- Why a session may not get this time by the actor's word; null where it is to be tried.
CREATE FUNCTION engine.move_fault(command jsonb, current public.sessions, w engine.wanted_time) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
  cutoff integer := (SELECT p.patient_move_cutoff_minutes FROM public.policy p);
BEGIN
  RETURN CASE
    WHEN NOT engine.may_act(current, '{PATIENT,SECRETARY,DOCTOR,ADMIN}', false) THEN 'forbidden'
    WHEN acting IN ('PATIENT', 'DOCTOR') AND w.doctor <> current.doctor_id THEN 'forbidden'
    WHEN acting <> 'ADMIN' AND w.accepts IS NOT NULL THEN 'forbidden'
    WHEN NOT engine.holds_slot(current.status) OR current.starts_at <= clock_timestamp() THEN 'invalid_transition'
    WHEN (engine.open_move(current.id)).id IS NOT NULL THEN 'invalid_transition'
    WHEN (command ->> 'version')::integer <> current.version THEN 'stale_version'
    WHEN engine.is_same_time(current, w) THEN 'invalid_transition'
    WHEN acting = 'PATIENT' AND clock_timestamp() > current.starts_at - make_interval(mins => cutoff) THEN 'invalid_transition'
    WHEN w.starts <= clock_timestamp() THEN 'slot_not_bookable'
    WHEN w.accepts IS NULL AND NOT EXISTS (SELECT 1 FROM public.doctors d WHERE d.id = w.doctor AND d.active)
      THEN 'slot_not_bookable'
  END;
END
$$;

-- The answer to whoever did not get a time; null where it is held in time. An admin may be asked to confirm instead.
CREATE FUNCTION engine.untaken(command jsonb, kind text, current public.sessions, may_confirm boolean, held boolean, taken text[])
RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF NOT held THEN
    RETURN engine.refuse(command, kind, CASE WHEN may_confirm THEN 'confirmation_required' ELSE 'slot_taken' END, current,
                         jsonb_build_object('reasons', '[]'::jsonb, 'conflicts', to_jsonb(taken), 'alternatives', '[]'::jsonb));
  ELSIF (command ->> 'notAfter')::timestamptz < clock_timestamp() THEN
    -- It waited for somebody else's time too long.
    PERFORM engine.release_hold(current.id, (command ->> 'decisionId')::uuid);
    RETURN engine.step('REFUSED', 'temporarily_unavailable', current, '{}');
  END IF;
  RETURN NULL;
END
$$;

-- What the history tells of a new time.
CREATE FUNCTION engine.time_details(was public.sessions, becomes public.sessions, move uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'moveId', move, 'startsAt', engine.iso(becomes.starts_at), 'endsAt', engine.iso(becomes.ends_at),
    'doctorId', becomes.doctor_id, 'roomId', becomes.room_id,
    'previousStartsAt', engine.iso(was.starts_at), 'previousEndsAt', engine.iso(was.ends_at),
    'previousDoctorId', was.doctor_id, 'previousRoomId', was.room_id))
$$;

CREATE FUNCTION engine.move_details(current public.sessions, m public.moves) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'moveId', m.id, 'startsAt', engine.iso(current.starts_at), 'proposedStartsAt', engine.iso(m.starts_at),
    'proposedEndsAt', engine.iso(m.ends_at), 'doctorId', m.doctor_id, 'roomId', m.room_id))
$$;

-- Gives a session the time that is held under `move`: the holds are swapped, and what the patient answered is open again.
CREATE FUNCTION engine.give_time(becomes public.sessions, move uuid, doctor uuid, room uuid, starts timestamptz, ends timestamptz)
RETURNS public.sessions LANGUAGE plpgsql AS $$
BEGIN
  PERFORM engine.swap_holds(becomes.id, move);
  becomes.doctor_id := doctor;
  becomes.room_id := room;
  becomes.telehealth := room IS NULL;
  becomes.starts_at := starts;
  becomes.ends_at := ends;
  becomes.attendance := 'UNKNOWN';
  becomes.overbooked := EXISTS (
    SELECT 1 FROM public.holds h
     WHERE h.session_id = becomes.id AND h.active AND (h.exempt_doctor OR h.exempt_room OR h.exempt_patient));
  RETURN becomes;
END
$$;

CREATE FUNCTION engine.move_now(command jsonb, was public.sessions, w engine.wanted_time, room uuid) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  becomes public.sessions := engine.give_time(was, (command ->> 'decisionId')::uuid, w.doctor, room, w.starts, w.ends);
  ids uuid[];
BEGIN
  IF becomes.status = 'PENDING' THEN
    becomes.decision_due_at := (command ->> 'decisionDueAt')::timestamptz;
  END IF;
  becomes := engine.save_session(becomes);
  ids := engine.record_version(becomes, 'MOVED', was.status, command ->> 'reason', NULL, command #> '{announcements,MOVED}',
                               engine.time_details(was, becomes, NULL));
  RETURN engine.step('APPLIED', NULL, becomes, ids);
END
$$;

-- The hold is keyed by the move, whose id is the decision's.
CREATE FUNCTION engine.propose(command jsonb, current public.sessions, w engine.wanted_time, room uuid) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  m public.moves;
  ids uuid[];
BEGIN
  INSERT INTO public.moves AS x
    (id, session_id, awaiting, doctor_id, room_id, starts_at, ends_at, due_at, reason, proposed_by)
  VALUES
    ((command ->> 'decisionId')::uuid, current.id,
     CASE WHEN engine.acting_role() IN ('PATIENT', 'SECRETARY') THEN 'DOCTOR' ELSE 'PATIENT' END, w.doctor, room, w.starts, w.ends,
     (command ->> 'moveDueAt')::timestamptz, nullif(btrim(command ->> 'reason'), ''), engine.actor_id())
  RETURNING x.* INTO m;
  IF current.status = 'PENDING' THEN
    current.decision_due_at := greatest(current.decision_due_at, m.due_at);
  END IF;
  current := engine.save_session(current);
  ids := engine.record_version(current, 'MOVE_PROPOSED', current.status, m.reason, NULL,
                               command -> 'announcements' -> ('AWAITS_' || m.awaiting), engine.move_details(current, m));
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

CREATE FUNCTION engine.propose_move(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  answer jsonb := engine.answered(command, current);
  w engine.wanted_time := engine.wanted_time(command -> 'wanted');
  fault text;
  t record;
BEGIN
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  w.telehealth := current.telehealth;
  w.rooms := CASE WHEN current.telehealth THEN '{}' ELSE w.rooms END;
  fault := engine.move_fault(command, current, w);
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, 'MOVE', fault, current);
  END IF;
  t := engine.take_time(current.id, (command ->> 'decisionId')::uuid, current.patient_id, w);
  answer := engine.untaken(command, 'MOVE', current, w.accepts IS NOT NULL, t.held, t.taken);
  IF answer IS NOT NULL THEN
    RETURN answer;
  ELSIF w.accepts IS NOT NULL THEN
    PERFORM engine.audit_override('MOVE', current.id, command #>> '{wanted,override,reason}',
                                  command #> '{wanted,override,accept}', t.exempt);
  END IF;
  IF w.accepts IS NOT NULL OR (current.status = 'PENDING' AND engine.acting_role() IN ('PATIENT', 'SECRETARY')) THEN
    answer := engine.move_now(command, current, w, t.room);
  ELSE
    answer := engine.propose(command, current, w, t.room);
  END IF;
  RETURN engine.record_decision(command, 'MOVE', answer);
END
$$;

-- Who may say what about an open move. A proposal by an admin for a doctor's time may also be taken back by that doctor.
CREATE FUNCTION engine.may_decide_move(verdict text, current public.sessions, m public.moves) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
  is_its_doctor boolean := acting = 'DOCTOR' AND m.doctor_id = ANY (engine.decidable_doctor_ids());
BEGIN
  IF verdict = 'WITHDRAW' THEN
    RETURN acting IN ('SECRETARY', 'ADMIN') OR m.proposed_by = engine.actor_id()
        OR (m.awaiting = 'PATIENT' AND m.doctor_id = ANY (engine.own_doctor_ids()));
  ELSIF m.awaiting = 'DOCTOR' THEN
    RETURN acting = 'ADMIN' OR is_its_doctor;
  END IF;
  RETURN engine.may_act(current, '{PATIENT,SECRETARY,ADMIN}', false);
END
$$;

CREATE FUNCTION engine.move_decision_fault(command jsonb, current public.sessions, m public.moves) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  verdict text := command ->> 'verdict';
BEGIN
  RETURN CASE
    WHEN NOT engine.may_act(current, '{PATIENT,SECRETARY,DOCTOR,ADMIN}', true)
         AND (engine.acting_role() = 'DOCTOR' AND m.doctor_id = ANY (engine.decidable_doctor_ids())) IS NOT TRUE THEN 'forbidden'
    WHEN m.id IS NULL THEN 'invalid_transition'
    WHEN engine.may_decide_move(verdict, current, m) IS NOT TRUE THEN 'forbidden'
    WHEN (command ->> 'version')::integer <> current.version THEN 'stale_version'
    WHEN verdict = 'APPROVE' AND m.starts_at <= clock_timestamp() THEN 'invalid_transition'
    WHEN verdict = 'REJECT' AND m.awaiting = 'DOCTOR' AND coalesce(btrim(command ->> 'reason'), '') = '' THEN 'reason_required'
  END;
END
$$;

-- The proposed time becomes the session's. A request is approved with it: whoever suggested the time has decided.
CREATE FUNCTION engine.approve_move(was public.sessions, m public.moves, url text, announcements jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  becomes public.sessions;
  ids uuid[];
BEGIN
  UPDATE public.moves SET status = 'APPROVED', decided_by = engine.actor_id(), decided_at = clock_timestamp() WHERE id = m.id;
  becomes := engine.give_time(was, m.id, m.doctor_id, m.room_id, m.starts_at, m.ends_at);
  IF becomes.status = 'PENDING' THEN
    becomes.status := 'APPROVED';
    becomes.decided_at := clock_timestamp();
    becomes.decided_by := m.proposed_by;
    becomes.telehealth_url := CASE WHEN becomes.telehealth THEN url END;
  END IF;
  becomes := engine.save_session(becomes);
  ids := engine.record_version(becomes, 'MOVED', was.status, NULL, NULL, announcements, engine.time_details(was, becomes, m.id));
  RETURN engine.step('APPLIED', NULL, becomes, ids);
END
$$;

-- The session keeps the time that it has.
CREATE FUNCTION engine.drop_move(current public.sessions, m public.moves, verdict text, words text, announcements jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  PERFORM engine.end_move(current.id, verdict);
  current := engine.save_session(current);
  ids := engine.record_version(current, 'MOVE_' || verdict, current.status, nullif(btrim(words), ''), NULL, announcements,
                               engine.move_details(current, m));
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

CREATE FUNCTION engine.decide_move(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  answer jsonb := engine.answered(command, current);
  m moves := engine.open_move(current.id);
  verdict text := command ->> 'verdict';
  announcements jsonb := command -> 'announcements' -> verdict;
  fault text;
BEGIN
  IF answer IS NOT NULL THEN
    RETURN answer;
  END IF;
  fault := engine.move_decision_fault(command, current, m);
  IF fault IS NOT NULL THEN
    RETURN engine.refuse(command, 'MOVE_' || verdict, fault, current);
  ELSIF verdict = 'APPROVE' THEN
    answer := engine.approve_move(current, m, command ->> 'telehealthUrl', announcements);
  ELSE
    answer := engine.drop_move(current, m, CASE verdict WHEN 'REJECT' THEN 'REJECTED' ELSE 'WITHDRAWN' END,
                               command ->> 'reason', announcements);
  END IF;
  RETURN engine.record_decision(command, 'MOVE_' || verdict, answer);
END
$$;

-- A timer's word, like `end_by_timer`.
CREATE FUNCTION engine.expire_move(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
  m moves;
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  m := engine.open_move(current.id);
  IF m.id IS DISTINCT FROM (command ->> 'moveId')::uuid OR m.id IS NULL OR (command ->> 'now')::timestamptz < m.due_at THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  END IF;
  RETURN engine.drop_move(current, m, 'EXPIRED', NULL, command -> 'announcements');
END
$$;

-- The session before a move, with the actor's rights; null where they may not see it.
CREATE FUNCTION engine.movable_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
BEGIN
  SELECT * INTO current FROM sessions s WHERE s.id = (command ->> 'sessionId')::uuid AND s.deleted_at IS NULL;
  IF current.id IS NULL OR NOT engine.may_see(current) THEN
    RETURN NULL;
  END IF;
  RETURN jsonb_build_object('snapshot', engine.snapshot(current), 'patientId', current.patient_id, 'roomId', current.room_id,
                            'telehealth', current.telehealth);
END
$$;

-- As row-level security has it: also for a doctor who is asked to take the session over.
CREATE FUNCTION engine.may_see(current public.sessions) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.may_act(current, '{PATIENT,SECRETARY,DOCTOR,ADMIN,SYSTEM}', true)
      OR (engine.acting_role() = 'DOCTOR' AND (engine.open_move(current.id)).doctor_id = ANY (engine.decidable_doctor_ids()))
         IS TRUE;
END
$$;

-- Keeps a refusal that the rules found. Where the database has refused the time in the same transaction and words, what is
-- free instead is added to that.
CREATE FUNCTION engine.refuse_step(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  refusal jsonb := nullif(command -> 'refusal', 'null');
  answer jsonb := engine.answered(command, current);
BEGIN
  IF answer IS NOT NULL THEN
    UPDATE decisions d SET result = d.result || jsonb_build_object('refusal', refusal)
     WHERE d.id = (command ->> 'decisionId')::uuid AND d.state = 'REFUSED' AND d.code = command ->> 'code'
       AND d.xmin = pg_current_xact_id()::xid;
    RETURN CASE WHEN FOUND THEN answer || jsonb_build_object('refusal', refusal) ELSE answer END;
  ELSIF NOT engine.may_see(current) THEN
    RETURN engine.refuse(command, command ->> 'kind', 'forbidden', current);
  END IF;
  RETURN engine.refuse(command, command ->> 'kind', command ->> 'code', current, refusal);
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.propose_move(jsonb), engine.decide_move(jsonb), engine.expire_move(jsonb), engine.movable_session(jsonb),
  engine.refuse_step(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;
