-- "Which one?": an answer that waits until its sender has named one of several sessions. `options` are the prompts as they
-- were shown; `closed_by` is the message that answered it, or that asked anew.
CREATE TABLE which_questions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    inbound_id uuid NOT NULL,
    phone text NOT NULL,
    intent text NOT NULL,
    options jsonb NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    closed_at timestamptz(3),
    closed_by uuid,
    CONSTRAINT which_questions_pkey PRIMARY KEY (id),
    CONSTRAINT which_questions_intent_known CHECK (intent IN ('CONFIRM', 'DECLINE', 'CHANGE')),
    CONSTRAINT which_questions_closed CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE UNIQUE INDEX which_questions_inbound_id_key ON which_questions (inbound_id);
CREATE UNIQUE INDEX which_questions_one_open ON which_questions (phone) WHERE closed_at IS NULL;

ALTER TABLE inbound_messages DROP CONSTRAINT inbound_messages_outcome_known;
ALTER TABLE inbound_messages ADD CONSTRAINT inbound_messages_outcome_known
    CHECK (outcome IN ('ROUTED', 'ASKED', 'INBOX', 'OPT_OUT', 'OPT_IN', 'IGNORED'));

GRANT SELECT, INSERT, UPDATE ON which_questions TO clinic_engine;

ALTER TABLE which_questions ENABLE ROW LEVEL SECURITY;
ALTER TABLE which_questions FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON which_questions TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON which_questions TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

SET ROLE clinic_engine;

-- Messages of one number are settled one after the other, so that two questions never stand open and none is answered twice.
CREATE FUNCTION engine.lock_number(number text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('number/' || number, 0))
$$;

-- An answer, and a new question, settle what the number was asked.
CREATE FUNCTION engine.close_which(m public.inbound_messages) RETURNS void LANGUAGE sql AS $$
  UPDATE public.which_questions SET closed_at = clock_timestamp(), closed_by = m.id
   WHERE phone = m.from_phone AND closed_at IS NULL
$$;

-- Messages may be handled in another order than they came: the later word counts.
CREATE FUNCTION engine.asked_since(m public.inbound_messages) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.which_questions q JOIN public.inbound_messages o ON o.id = q.inbound_id
                  WHERE q.phone = m.from_phone AND q.closed_at IS NULL AND o.received_at > m.received_at)
$$;

-- The question that a message may answer: it was open, and asked, when the message came.
CREATE FUNCTION engine.open_which(m public.inbound_messages) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', q.id, 'intent', q.intent, 'options', q.options, 'expiresAt', engine.iso(q.expires_at))
    FROM public.which_questions q
   WHERE q.phone = m.from_phone AND q.closed_at IS NULL AND q.created_at <= m.received_at
     AND q.expires_at > clock_timestamp()
$$;

CREATE OR REPLACE FUNCTION engine.prompts_of(number text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'promptId', p.id, 'sessionId', p.session_id, 'sessionVersion', p.session_version, 'code', s.code,
           'startsAt', engine.iso(p.starts_at), 'patientId', p.patient_id, 'actorId', coalesce(pa.user_id, pa.id),
           'patientName', pa.full_name, 'language', pa.language,
           'expiresAt', engine.iso(p.expires_at), 'answer', p.answer, 'undelivered', n.status = 'FAILED',
           'open', s.status = 'APPROVED' AND s.starts_at = p.starts_at AND p.expires_at > clock_timestamp())
           ORDER BY p.created_at DESC, p.id), '[]')
    FROM (SELECT * FROM public.prompts x WHERE x.phone = number ORDER BY x.created_at DESC LIMIT 20) p
    JOIN public.sessions s ON s.id = p.session_id
    JOIN public.patients pa ON pa.id = p.patient_id
    JOIN public.notifications n ON n.id = p.notification_id
$$;

CREATE OR REPLACE FUNCTION engine.inbound_context(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m inbound_messages;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO m FROM inbound_messages x WHERE x.id = (command ->> 'inboundId')::uuid;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN jsonb_build_object(
    'id', m.id, 'from', m.from_phone, 'text', m.body, 'handled', m.handled_at IS NOT NULL,
    'chosen', engine.inbound_choice(m), 'optedOut', engine.is_opted_out(m.from_phone), 'prompts', engine.prompts_of(m.from_phone),
    'question', engine.open_which(m),
    'clinic', (SELECT jsonb_build_object('name', c.clinic_name, 'timeZone', c.time_zone) FROM policy c),
    'answeredToday', EXISTS (
      SELECT 1 FROM inbound_messages o JOIN notifications n ON n.inbound_id = o.id
       WHERE o.from_phone = m.from_phone AND o.id <> m.id AND n.kind = 'NOT_UNDERSTOOD'
         AND o.received_at > clock_timestamp() - interval '1 day'));
END
$$;

-- As before; and a choice that rests on a "which one?" stands only while that is open, else the answer is null.
CREATE OR REPLACE FUNCTION engine.choose_inbound(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m inbound_messages;
  question uuid := (command ->> 'questionId')::uuid;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO m FROM inbound_messages x WHERE x.id = (command ->> 'inboundId')::uuid;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such message.' USING ERRCODE = 'CS404';
  END IF;
  PERFORM engine.lock_number(m.from_phone);
  SELECT * INTO m FROM inbound_messages x WHERE x.id = m.id FOR UPDATE;
  IF m.prompt_id IS NULL AND m.handled_at IS NULL THEN
    IF question IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM which_questions q WHERE q.id = question AND q.phone = m.from_phone AND q.closed_at IS NULL) THEN
      RETURN NULL;
    END IF;
    UPDATE inbound_messages AS x SET prompt_id = (command ->> 'promptId')::uuid, intent = command ->> 'intent'
     WHERE x.id = m.id
    RETURNING x.* INTO m;
    IF NOT engine.asked_since(m) THEN
      PERFORM engine.close_which(m);
    END IF;
  END IF;
  RETURN engine.inbound_choice(m);
END
$$;

-- As before; and `which` asks which session an answer is for, in the words of `body`.
CREATE OR REPLACE FUNCTION engine.settle_inbound(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m inbound_messages;
  verdict text := command ->> 'outcome';
  task jsonb := nullif(command -> 'task', 'null'::jsonb);
  which jsonb := nullif(command -> 'which', 'null'::jsonb);
  patient uuid;
  session uuid;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO m FROM inbound_messages x WHERE x.id = (command ->> 'inboundId')::uuid;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such message.' USING ERRCODE = 'CS404';
  END IF;
  PERFORM engine.lock_number(m.from_phone);
  SELECT * INTO m FROM inbound_messages x WHERE x.id = m.id FOR UPDATE;
  IF m.handled_at IS NULL THEN
    UPDATE inbound_messages
       SET handled_at = clock_timestamp(), outcome = verdict,
           intent = CASE WHEN m.prompt_id IS NULL THEN command ->> 'intent' ELSE m.intent END,
           prompt_id = coalesce(m.prompt_id, (command ->> 'promptId')::uuid)
     WHERE id = m.id
    RETURNING * INTO m;
    SELECT p.session_id, p.patient_id INTO session, patient FROM prompts p WHERE p.id = m.prompt_id;
    patient := coalesce(patient, engine.patient_of_phone(m.from_phone));
    IF verdict IN ('OPT_OUT', 'OPT_IN') THEN
      INSERT INTO consents (phone, patient_id, kind, source, wording)
      VALUES (m.from_phone, patient, verdict, 'SMS', m.body);
    END IF;
    IF task IS NOT NULL THEN
      PERFORM engine.open_task(task ->> 'kind', 'inbound:' || m.id, session, patient, m.from_phone, task ->> 'text');
    END IF;
    IF which IS NOT NULL AND engine.asked_since(m) THEN
      RETURN jsonb_build_object('notificationIds', '[]'::jsonb);
    ELSIF which IS NOT NULL THEN
      PERFORM engine.close_which(m);
      INSERT INTO which_questions (inbound_id, phone, intent, options, expires_at, created_at)
      VALUES (m.id, m.from_phone, which ->> 'intent', which -> 'options', (which ->> 'expiresAt')::timestamptz, clock_timestamp());
    END IF;
    IF command ->> 'reply' IS NOT NULL THEN
      INSERT INTO notifications (inbound_id, kind, channel, recipient, patient_id, phone, body)
      VALUES (m.id, command ->> 'reply', 'SMS', 'PATIENT', patient, m.from_phone, which ->> 'body')
      ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN jsonb_build_object('notificationIds', coalesce((
    SELECT jsonb_agg(n.id) FROM notifications n WHERE n.session_id IS NULL AND n.inbound_id = m.id), '[]'));
END
$$;

RESET ROLE;
