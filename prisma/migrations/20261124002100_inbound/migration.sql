SET ROLE clinic_engine;

CREATE FUNCTION engine.receive_sms(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  inbound uuid;
BEGIN
  IF coalesce(engine.acting_role(), '') NOT IN ('ANONYMOUS', 'SYSTEM') THEN
    RAISE EXCEPTION 'Not for this actor.' USING ERRCODE = 'CS403';
  END IF;
  INSERT INTO inbound_messages AS m (provider_message_id, from_phone, body)
  VALUES (command ->> 'providerMessageId', command ->> 'from', command ->> 'text')
  ON CONFLICT (provider_message_id) DO NOTHING
  RETURNING m.id INTO inbound;
  IF FOUND THEN
    RETURN jsonb_build_object('inboundId', inbound, 'duplicate', false);
  END IF;
  RETURN (SELECT jsonb_build_object('inboundId', m.id, 'duplicate', true)
            FROM inbound_messages m WHERE m.provider_message_id = command ->> 'providerMessageId');
END
$$;

CREATE FUNCTION engine.prompts_of(number text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'promptId', p.id, 'sessionId', p.session_id, 'sessionVersion', p.session_version,
           'startsAt', engine.iso(p.starts_at), 'patientId', p.patient_id, 'actorId', coalesce(pa.user_id, pa.id),
           'expiresAt', engine.iso(p.expires_at), 'answer', p.answer,
           'open', s.status = 'APPROVED' AND s.starts_at = p.starts_at AND p.expires_at > clock_timestamp())
           ORDER BY p.created_at DESC, p.id), '[]')
    FROM (SELECT * FROM public.prompts x WHERE x.phone = number ORDER BY x.created_at DESC LIMIT 20) p
    JOIN public.sessions s ON s.id = p.session_id
    JOIN public.patients pa ON pa.id = p.patient_id
$$;

-- The question that a message answers, once that was decided.
CREATE FUNCTION engine.inbound_choice(m public.inbound_messages) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN m.prompt_id IS NOT NULL THEN jsonb_build_object('promptId', m.prompt_id, 'intent', m.intent) END
$$;

-- Decides, before anything is sent on, which question a message answers and how; the first call wins. A message that was
-- settled otherwise answers none: null.
CREATE FUNCTION engine.choose_inbound(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m inbound_messages;
BEGIN
  PERFORM engine.require_system();
  UPDATE inbound_messages AS x SET prompt_id = (command ->> 'promptId')::uuid, intent = command ->> 'intent'
   WHERE x.id = (command ->> 'inboundId')::uuid AND x.prompt_id IS NULL AND x.handled_at IS NULL;
  SELECT * INTO m FROM inbound_messages x WHERE x.id = (command ->> 'inboundId')::uuid;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such message.' USING ERRCODE = 'CS404';
  END IF;
  RETURN engine.inbound_choice(m);
END
$$;

CREATE FUNCTION engine.inbound_context(command jsonb) RETURNS jsonb
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
    'answeredToday', EXISTS (
      SELECT 1 FROM inbound_messages o JOIN notifications n ON n.inbound_id = o.id
       WHERE o.from_phone = m.from_phone AND o.id <> m.id AND n.kind = 'NOT_UNDERSTOOD'
         AND o.received_at > clock_timestamp() - interval '1 day'));
END
$$;

-- The patient of a number where it is one person's only.
CREATE FUNCTION engine.patient_of_phone(number text) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN count(*) = 1 THEN (array_agg(p.id))[1] END FROM public.patients p WHERE p.phone = number
$$;

CREATE FUNCTION engine.settle_inbound(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m inbound_messages;
  verdict text := command ->> 'outcome';
  task jsonb := nullif(command -> 'task', 'null'::jsonb);
  patient uuid;
  session uuid;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO m FROM inbound_messages x WHERE x.id = (command ->> 'inboundId')::uuid FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such message.' USING ERRCODE = 'CS404';
  END IF;
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
    IF command ->> 'reply' IS NOT NULL THEN
      INSERT INTO notifications (inbound_id, kind, channel, recipient, patient_id, phone)
      VALUES (m.id, command ->> 'reply', 'SMS', 'PATIENT', patient, m.from_phone)
      ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN jsonb_build_object('notificationIds', coalesce((
    SELECT jsonb_agg(n.id) FROM notifications n WHERE n.session_id IS NULL AND n.inbound_id = m.id), '[]'));
END
$$;

GRANT EXECUTE ON FUNCTION engine.receive_sms(jsonb) TO clinic_owner, clinic_worker, clinic_app;
GRANT EXECUTE ON FUNCTION engine.inbound_context(jsonb), engine.choose_inbound(jsonb), engine.settle_inbound(jsonb)
  TO clinic_owner, clinic_worker;
RESET ROLE;
