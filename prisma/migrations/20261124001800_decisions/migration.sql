SET ROLE clinic_engine;

CREATE FUNCTION engine.lock_session(session uuid) RETURNS public.sessions LANGUAGE plpgsql AS $$
DECLARE
  current public.sessions;
BEGIN
  SELECT * INTO current FROM public.sessions s WHERE s.id = session AND s.deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such session.' USING ERRCODE = 'CS404';
  END IF;
  RETURN current;
END
$$;

CREATE FUNCTION engine.step(state text, code text, current public.sessions, notification_ids uuid[]) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('state', state, 'code', code, 'snapshot', engine.snapshot(current),
                            'notificationIds', to_jsonb(notification_ids))
$$;

-- Writes the history and the announcements of a session's present version.
CREATE FUNCTION engine.record_version(
  current public.sessions, kind text, was text, reason text, category text, announcements jsonb) RETURNS uuid[]
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.status_history
    (session_id, version, actor_id, actor_role, channel, kind, from_status, to_status, reason, reason_category)
  VALUES
    (current.id, current.version, engine.actor_id(), current_setting('app.role', true), engine.channel(), kind, was, current.status,
     reason, category);
  RETURN engine.announce(current, announcements);
END
$$;

CREATE FUNCTION engine.announce(current public.sessions, announcements jsonb) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  WITH n AS (
    INSERT INTO public.notifications AS n (session_id, session_version, patient_id, kind, channel, recipient)
    SELECT current.id, current.version, current.patient_id, a.kind, a.channel, a.recipient
      FROM jsonb_to_recordset(coalesce(announcements, '[]')) AS a(kind text, channel text, recipient text)
    ON CONFLICT DO NOTHING
    RETURNING n.id
  )
  SELECT coalesce(array_agg(n.id), '{}') INTO ids FROM n;
  RETURN ids;
END
$$;

-- The answer that was given to this decision id; null where there is none. Another's id is never answered.
CREATE FUNCTION engine.decided_before(decision uuid, session uuid) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  current public.decisions;
BEGIN
  SELECT * INTO current FROM public.decisions d WHERE d.id = decision;
  IF NOT FOUND THEN
    RETURN NULL;
  ELSIF current.session_id <> session OR current.actor_id IS DISTINCT FROM engine.actor_id() THEN
    RAISE EXCEPTION 'The decision id belongs to somebody else.' USING ERRCODE = 'CS403';
  END IF;
  RETURN current.result;
END
$$;

CREATE FUNCTION engine.record_decision(command jsonb, kind text, result jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.decisions
    (id, session_id, kind, state, code, body_hash, requested_version, snapshot_version, result, actor_id, actor_role, channel)
  VALUES
    ((command ->> 'decisionId')::uuid, (command ->> 'sessionId')::uuid, kind, result ->> 'state', result ->> 'code',
     command ->> 'bodyHash', (command ->> 'version')::integer, (result #>> '{snapshot,version}')::integer, result,
     engine.actor_id(), coalesce(nullif(current_setting('app.role', true), ''), 'NONE'), engine.channel());
  RETURN result;
END
$$;

CREATE FUNCTION engine.release_holds(session uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE public.holds SET active = false, released_at = clock_timestamp() WHERE session_id = session AND active
$$;

-- Why a decision would change nothing; null where it may be applied.
CREATE FUNCTION engine.decision_fault(command jsonb, current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
BEGIN
  RETURN CASE
    WHEN acting IS NULL OR acting NOT IN ('DOCTOR', 'ADMIN') THEN 'forbidden'
    WHEN acting = 'DOCTOR' AND current.doctor_id <> ALL (engine.decidable_doctor_ids()) THEN 'forbidden'
    WHEN current.status IN ('APPROVED', 'REJECTED') THEN 'already_decided'
    WHEN current.status <> 'PENDING' THEN 'invalid_transition'
    WHEN (command ->> 'version')::integer <> current.version THEN 'stale_version'
    -- Only the seed, by the owner's login, approves what is past.
    WHEN command ->> 'verdict' = 'APPROVE' AND current.starts_at <= clock_timestamp() AND session_user <> 'clinic_owner'
      THEN 'invalid_transition'
    WHEN command ->> 'verdict' = 'REJECT' AND coalesce(btrim(command ->> 'reason'), '') = '' THEN 'reason_required'
  END;
END
$$;

CREATE FUNCTION engine.decide_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  verdict text := command ->> 'verdict';
  approve boolean := verdict = 'APPROVE';
  before jsonb := engine.decided_before((command ->> 'decisionId')::uuid, current.id);
  fault text;
  ids uuid[];
BEGIN
  IF before IS NOT NULL THEN
    RETURN before;
  END IF;
  fault := engine.decision_fault(command, current);
  IF fault IS NOT NULL THEN
    RETURN engine.record_decision(command, verdict, engine.step('REFUSED', fault, current, '{}'));
  END IF;
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
                               command -> 'announcements' -> verdict);
  RETURN engine.record_decision(command, verdict, engine.step('APPLIED', NULL, current, ids));
END
$$;

CREATE FUNCTION engine.cancel_fault(command jsonb, current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
  cutoff integer := (SELECT p.patient_cancel_cutoff_minutes FROM public.policy p);
BEGIN
  RETURN CASE
    WHEN acting IS NULL OR acting NOT IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN') THEN 'forbidden'
    WHEN acting = 'PATIENT' AND current.patient_id <> ALL (engine.own_patient_ids()) THEN 'forbidden'
    WHEN acting = 'DOCTOR' AND current.doctor_id <> ALL (engine.own_doctor_ids()) THEN 'forbidden'
    WHEN current.status NOT IN ('PENDING', 'APPROVED') THEN 'invalid_transition'
    WHEN (command ->> 'version')::integer <> current.version THEN 'stale_version'
    WHEN acting = 'PATIENT' AND clock_timestamp() > current.starts_at - make_interval(mins => cutoff) THEN 'invalid_transition'
  END;
END
$$;

CREATE FUNCTION engine.cancel_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  before jsonb := engine.decided_before((command ->> 'decisionId')::uuid, current.id);
  was text := current.status;
  fault text;
  ids uuid[];
BEGIN
  IF before IS NOT NULL THEN
    RETURN before;
  ELSIF (command ->> 'notAfter')::timestamptz < clock_timestamp() THEN
    RETURN engine.step('REFUSED', 'temporarily_unavailable', current, '{}');
  END IF;
  fault := engine.cancel_fault(command, current);
  IF fault IS NOT NULL THEN
    RETURN engine.record_decision(command, 'CANCEL', engine.step('REFUSED', fault, current, '{}'));
  END IF;
  UPDATE sessions AS s
     SET status = 'CANCELLED', version = s.version + 1, reason = nullif(btrim(command ->> 'reason'), '')
   WHERE s.id = current.id
  RETURNING s.* INTO current;
  PERFORM engine.release_holds(current.id);
  ids := engine.record_version(current, 'CANCELLED', was, current.reason, NULL, command -> 'announcements');
  RETURN engine.record_decision(command, 'CANCEL', engine.step('APPLIED', NULL, current, ids));
END
$$;

RESET ROLE;
