SET ROLE clinic_engine;

-- One task per origin, however often it is asked for.
CREATE FUNCTION engine.open_task(task_kind text, origin text, session uuid, patient uuid, number text, words text) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
  task uuid;
BEGIN
  INSERT INTO public.tasks AS t (kind, origin_key, session_id, patient_id, phone, text)
  VALUES (task_kind, origin, session, patient, number, words)
  ON CONFLICT (origin_key) DO NOTHING
  RETURNING t.id INTO task;
  RETURN task;
END
$$;

-- Why an answer would change nothing; null where it may be applied. A prompt is about one time and ends with it.
CREATE FUNCTION engine.reply_fault(command jsonb, current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
  prompt_id uuid := (command ->> 'promptId')::uuid;
  prompt public.prompts;
BEGIN
  IF acting IS NULL OR acting NOT IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN')
    OR (acting = 'PATIENT' AND current.patient_id <> ALL (engine.own_patient_ids()))
    OR (acting = 'DOCTOR' AND current.doctor_id <> ALL (engine.decidable_doctor_ids())) THEN
    RETURN 'forbidden';
  END IF;
  IF prompt_id IS NOT NULL THEN
    SELECT * INTO prompt FROM public.prompts p WHERE p.id = prompt_id AND p.session_id = current.id;
    IF NOT FOUND THEN
      RETURN 'forbidden';
    ELSIF prompt.starts_at <> current.starts_at OR prompt.expires_at <= clock_timestamp() THEN
      RETURN 'stale_version';
    END IF;
  END IF;
  RETURN CASE WHEN current.status <> 'APPROVED' OR current.starts_at <= clock_timestamp() THEN 'invalid_transition' END;
END
$$;

-- True where the answer says nothing new: it is the last one again, and it still stands.
CREATE FUNCTION engine.reply_repeats(intent text, current public.sessions) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(intent = (SELECT d.kind FROM public.decisions d
                             WHERE d.session_id = current.id AND d.state = 'APPLIED'
                               AND d.kind IN ('CONFIRM', 'DECLINE', 'CHANGE')
                             ORDER BY d.at DESC LIMIT 1), false)
     AND CASE intent WHEN 'CONFIRM' THEN current.attendance = 'CONFIRMED'
                     WHEN 'DECLINE' THEN current.attendance = 'DECLINED'
                     ELSE true END
$$;

CREATE FUNCTION engine.reply_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  intent text := command ->> 'intent';
  prompt_id uuid := (command ->> 'promptId')::uuid;
  before jsonb := engine.decided_before((command ->> 'decisionId')::uuid, current.id);
  fault text;
  ids uuid[];
BEGIN
  IF before IS NOT NULL THEN
    RETURN before;
  END IF;
  fault := engine.reply_fault(command, current);
  IF fault IS NOT NULL THEN
    ids := CASE WHEN prompt_id IS NOT NULL AND fault <> 'forbidden'
                THEN engine.announce(current, command -> 'lateAnnouncements') ELSE '{}' END;
    RETURN engine.record_decision(command, intent, engine.step('REFUSED', fault, current, ids));
  END IF;
  UPDATE prompts SET answered_at = clock_timestamp(), answer = intent WHERE id = prompt_id;
  IF engine.reply_repeats(intent, current) THEN
    RETURN engine.record_decision(command, intent, engine.step('APPLIED', NULL, current, '{}'));
  END IF;
  UPDATE sessions AS s
     SET version = s.version + 1,
         attendance = CASE intent WHEN 'CONFIRM' THEN 'CONFIRMED' WHEN 'DECLINE' THEN 'DECLINED' ELSE s.attendance END
   WHERE s.id = current.id
  RETURNING s.* INTO current;
  IF intent = 'DECLINE' THEN
    PERFORM engine.open_task('DECLINED', format('declined:%s:%s', current.id, current.version), current.id, current.patient_id, NULL, NULL);
  ELSIF intent = 'CHANGE' THEN
    PERFORM engine.open_task('CALL_PATIENT', format('change:%s:%s', current.id, current.version), current.id, current.patient_id, NULL,
                             'wants another time');
  ELSE
    UPDATE tasks SET state = 'DONE', done_at = clock_timestamp(), note = 'The patient has confirmed after all.'
     WHERE session_id = current.id AND kind IN ('DECLINED', 'CALL_PATIENT') AND state <> 'DONE';
  END IF;
  ids := engine.record_version(
    current, CASE intent WHEN 'CONFIRM' THEN 'CONFIRMED' WHEN 'DECLINE' THEN 'DECLINED' ELSE 'CHANGE_REQUESTED' END,
    current.status, NULL, NULL, command -> 'announcements');
  RETURN engine.record_decision(command, intent, engine.step('APPLIED', NULL, current, ids));
END
$$;

-- A timer's word: judged by the instant for which it was set, and by the row.
CREATE FUNCTION engine.end_by_timer(command jsonb, from_status text, to_status text, due timestamptz, current public.sessions)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  IF current.status <> from_status OR (command ->> 'now')::timestamptz < due THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  END IF;
  UPDATE public.sessions AS s SET status = to_status, version = s.version + 1 WHERE s.id = current.id RETURNING s.* INTO current;
  PERFORM engine.release_holds(current.id);
  ids := engine.record_version(current, to_status, from_status, NULL, NULL, command -> 'announcements');
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

CREATE FUNCTION engine.require_system() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF engine.is_system() IS NOT TRUE THEN
    RAISE EXCEPTION 'For the system only.' USING ERRCODE = 'CS403';
  END IF;
END
$$;

CREATE FUNCTION engine.expire_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  RETURN engine.end_by_timer(command, 'PENDING', 'EXPIRED', current.decision_due_at, current);
END
$$;

CREATE FUNCTION engine.complete_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  RETURN engine.end_by_timer(command, 'APPROVED', 'COMPLETED', current.ends_at, current);
END
$$;

-- Not STABLE: what a booking under way commits while this waits for it must be seen.
CREATE FUNCTION engine.session_snapshot(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
BEGIN
  PERFORM engine.require_system();
  PERFORM engine.lock_booking((command ->> 'sessionId')::uuid);
  SELECT * INTO current FROM sessions s WHERE s.id = (command ->> 'sessionId')::uuid AND s.deleted_at IS NULL;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN jsonb_build_object('snapshot', engine.snapshot(current), 'bodyHash', current.body_hash,
                            'notificationIds', engine.queued_notifications(current.id));
END
$$;

-- What is not over, and what is over but has something left to tell.
CREATE FUNCTION engine.open_session_ids(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  RETURN coalesce((
    SELECT jsonb_agg(x.id ORDER BY x.id)
      FROM (SELECT s.id FROM sessions s
             WHERE (s.status IN ('PENDING', 'APPROVED')
                    OR EXISTS (SELECT 1 FROM notifications n WHERE n.session_id = s.id AND n.status = 'QUEUED'))
               AND s.deleted_at IS NULL
               AND s.id > coalesce((command ->> 'after')::uuid, '00000000-0000-0000-0000-000000000000')
             ORDER BY s.id LIMIT (command ->> 'limit')::integer) x), '[]');
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.decide_session(jsonb), engine.cancel_session(jsonb), engine.reply_session(jsonb), engine.expire_session(jsonb),
  engine.complete_session(jsonb), engine.session_snapshot(jsonb), engine.open_session_ids(jsonb)
  TO clinic_owner, clinic_worker;
RESET ROLE;
