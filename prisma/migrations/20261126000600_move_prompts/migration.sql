SET ROLE clinic_engine;

-- A question about a move ends with it, or with the time that it is about.
CREATE FUNCTION engine.move_reply_fault(prompt public.prompts, current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  m public.moves := engine.open_move(current.id);
BEGIN
  RETURN CASE
    WHEN m.id IS DISTINCT FROM prompt.move_id OR m.starts_at <= clock_timestamp() OR prompt.expires_at <= clock_timestamp()
      THEN 'stale_version'
    WHEN engine.may_decide_move('APPROVE', current, m) IS NOT TRUE THEN 'forbidden'
  END;
END
$$;

-- As before; and a prompt may be about a move.
CREATE OR REPLACE FUNCTION engine.reply_fault(command jsonb, current public.sessions) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  prompt_id uuid := (command ->> 'promptId')::uuid;
  prompt public.prompts;
BEGIN
  IF NOT engine.may_act(current, '{PATIENT,SECRETARY,DOCTOR,ADMIN}', true) THEN
    RETURN 'forbidden';
  END IF;
  IF prompt_id IS NOT NULL THEN
    SELECT * INTO prompt FROM public.prompts p WHERE p.id = prompt_id AND p.session_id = current.id;
    IF NOT FOUND THEN
      RETURN 'forbidden';
    ELSIF prompt.kind = 'MOVE' THEN
      RETURN engine.move_reply_fault(prompt, current);
    ELSIF prompt.starts_at <> current.starts_at OR prompt.expires_at <= clock_timestamp() THEN
      RETURN 'stale_version';
    END IF;
  END IF;
  RETURN CASE WHEN current.status <> 'APPROVED' OR current.starts_at <= clock_timestamp() THEN 'invalid_transition' END;
END
$$;

-- The patient wants yet another time: somebody calls them, and the session stays as it is.
CREATE FUNCTION engine.ask_for_change(current public.sessions, announcements jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  current := engine.save_session(current);
  PERFORM engine.open_task('CALL_PATIENT', format('change:%s:%s', current.id, current.version), current.id, current.patient_id, NULL,
                           'wants another time');
  ids := engine.record_version(current, 'CHANGE_REQUESTED', current.status, NULL, NULL, announcements);
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

-- An answer about the present time of a session.
CREATE FUNCTION engine.answer_attendance(command jsonb, current public.sessions) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  intent text := command ->> 'intent';
  ids uuid[];
BEGIN
  IF engine.reply_repeats(intent, current) THEN
    RETURN engine.step('APPLIED', NULL, current, '{}');
  ELSIF intent = 'CHANGE' THEN
    RETURN engine.ask_for_change(current, command -> 'announcements');
  END IF;
  current.attendance := CASE intent WHEN 'CONFIRM' THEN 'CONFIRMED' ELSE 'DECLINED' END;
  current := engine.save_session(current);
  IF intent = 'DECLINE' THEN
    PERFORM engine.open_task('DECLINED', format('declined:%s:%s', current.id, current.version), current.id, current.patient_id, NULL, NULL);
  ELSE
    UPDATE public.tasks SET state = 'DONE', done_at = clock_timestamp(), note = 'The patient has confirmed after all.'
     WHERE session_id = current.id AND kind IN ('DECLINED', 'CALL_PATIENT') AND state <> 'DONE';
  END IF;
  ids := engine.record_version(current, current.attendance, current.status, NULL, NULL, command -> 'announcements');
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

-- An answer about a proposed time: 1 takes it, 2 keeps the present one, 3 leaves it open and asks for a call.
CREATE FUNCTION engine.answer_move(command jsonb, current public.sessions, repeated boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  m public.moves := engine.open_move(current.id);
BEGIN
  CASE command ->> 'intent'
    WHEN 'CONFIRM' THEN
      RETURN engine.record_decision(command, 'MOVE_APPROVE', engine.approve_move(
        current, m, command #>> '{onMove,telehealthUrl}', command #> '{onMove,announcements,APPROVE}'));
    WHEN 'DECLINE' THEN
      RETURN engine.record_decision(command, 'MOVE_REJECT', engine.drop_move(
        current, m, 'REJECTED', NULL, command #> '{onMove,announcements,REJECT}'));
    ELSE
      RETURN engine.record_decision(command, 'CHANGE', CASE WHEN repeated THEN engine.step('APPLIED', NULL, current, '{}')
        ELSE engine.ask_for_change(current, command -> 'announcements') END);
  END CASE;
END
$$;

CREATE OR REPLACE FUNCTION engine.reply_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions := engine.lock_session((command ->> 'sessionId')::uuid);
  intent text := command ->> 'intent';
  before jsonb := engine.decided_before((command ->> 'decisionId')::uuid, current.id);
  prompt prompts;
  fault text;
  ids uuid[];
BEGIN
  IF before IS NOT NULL THEN
    RETURN before;
  END IF;
  SELECT * INTO prompt FROM prompts p WHERE p.id = (command ->> 'promptId')::uuid;
  fault := engine.reply_fault(command, current);
  IF fault IS NOT NULL THEN
    ids := CASE WHEN prompt.id IS NOT NULL AND fault <> 'forbidden'
                THEN engine.announce(current, command -> 'lateAnnouncements') ELSE '{}' END;
    RETURN engine.record_decision(command, intent, engine.step('REFUSED', fault, current, ids));
  END IF;
  UPDATE prompts SET answered_at = clock_timestamp(), answer = intent WHERE id = prompt.id;
  IF prompt.kind = 'MOVE' THEN
    RETURN engine.answer_move(command, current, prompt.answer IS NOT DISTINCT FROM intent);
  END IF;
  RETURN engine.record_decision(command, intent, engine.answer_attendance(command, current));
END
$$;

-- As before; and `kind` and `moveId` of each prompt: one about a move is open as long as the move is.
CREATE OR REPLACE FUNCTION engine.prompts_of(number text, chosen uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'promptId', p.id, 'sessionId', p.session_id, 'sessionVersion', p.session_version, 'code', s.code,
           'startsAt', engine.iso(p.starts_at), 'patientId', p.patient_id, 'actorId', coalesce(pa.user_id, pa.id),
           'patientName', pa.full_name, 'language', pa.language, 'kind', p.kind, 'moveId', p.move_id,
           'expiresAt', engine.iso(p.expires_at), 'answer', p.answer, 'undelivered', n.status = 'FAILED',
           'open', p.expires_at > clock_timestamp() AND CASE p.kind
             WHEN 'MOVE' THEN m.status = 'PROPOSED' AND m.starts_at > clock_timestamp()
             ELSE s.status = 'APPROVED' AND s.starts_at = p.starts_at END)
           ORDER BY p.created_at DESC, p.id), '[]')
    FROM public.prompts p
    JOIN public.sessions s ON s.id = p.session_id
    JOIN public.patients pa ON pa.id = p.patient_id
    JOIN public.notifications n ON n.id = p.notification_id
    LEFT JOIN public.moves m ON m.id = p.move_id
   WHERE p.id IN (
           SELECT x.id FROM public.prompts x WHERE x.phone = number AND x.expires_at > now()
           UNION ALL
           (SELECT x.id FROM public.prompts x WHERE x.phone = number AND x.expires_at <= now()
             ORDER BY x.created_at DESC LIMIT 20)
           UNION ALL
           SELECT chosen)
$$;

RESET ROLE;
