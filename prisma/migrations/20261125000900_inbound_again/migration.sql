-- For the search for messages that nobody took up: few at any time.
CREATE INDEX inbound_messages_unhandled ON inbound_messages (received_at, id) WHERE handled_at IS NULL;

SET ROLE clinic_engine;

-- What a number was asked: all that has not expired, the last of the rest, and in any case the question `chosen` already.
CREATE FUNCTION engine.prompts_of(number text, chosen uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'promptId', p.id, 'sessionId', p.session_id, 'sessionVersion', p.session_version, 'code', s.code,
           'startsAt', engine.iso(p.starts_at), 'patientId', p.patient_id, 'actorId', coalesce(pa.user_id, pa.id),
           'patientName', pa.full_name, 'language', pa.language,
           'expiresAt', engine.iso(p.expires_at), 'answer', p.answer, 'undelivered', n.status = 'FAILED',
           'open', s.status = 'APPROVED' AND s.starts_at = p.starts_at AND p.expires_at > clock_timestamp())
           ORDER BY p.created_at DESC, p.id), '[]')
    FROM public.prompts p
    JOIN public.sessions s ON s.id = p.session_id
    JOIN public.patients pa ON pa.id = p.patient_id
    JOIN public.notifications n ON n.id = p.notification_id
   WHERE p.id IN (
           SELECT x.id FROM public.prompts x WHERE x.phone = number AND x.expires_at > now()
           UNION ALL
           (SELECT x.id FROM public.prompts x WHERE x.phone = number AND x.expires_at <= now()
             ORDER BY x.created_at DESC LIMIT 20)
           UNION ALL
           SELECT chosen)
$$;

CREATE FUNCTION engine.notifications_of(m public.inbound_messages) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(n.id), '[]') FROM public.notifications n WHERE n.session_id IS NULL AND n.inbound_id = m.id
$$;

-- As before; and `notificationIds` are the messages back to the number.
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
    'notificationIds', engine.notifications_of(m),
    'chosen', engine.inbound_choice(m), 'optedOut', engine.is_opted_out(m.from_phone),
    'prompts', engine.prompts_of(m.from_phone, m.prompt_id), 'question', engine.open_which(m),
    'clinic', (SELECT jsonb_build_object('name', c.clinic_name, 'timeZone', c.time_zone) FROM policy c),
    'answeredToday', EXISTS (
      SELECT 1 FROM inbound_messages o JOIN notifications n ON n.inbound_id = o.id
       WHERE o.from_phone = m.from_phone AND o.id <> m.id AND n.kind = 'NOT_UNDERSTOOD'
         AND o.received_at > clock_timestamp() - interval '1 day'));
END
$$;

DROP FUNCTION engine.prompts_of(text);

-- The message, locked together with its number.
CREATE FUNCTION engine.lock_inbound(message uuid) RETURNS public.inbound_messages LANGUAGE plpgsql AS $$
DECLARE
  m public.inbound_messages;
BEGIN
  SELECT * INTO m FROM public.inbound_messages x WHERE x.id = message;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such message.' USING ERRCODE = 'CS404';
  END IF;
  PERFORM engine.lock_number(m.from_phone);
  SELECT * INTO m FROM public.inbound_messages x WHERE x.id = message FOR UPDATE;
  RETURN m;
END
$$;

-- As before.
CREATE OR REPLACE FUNCTION engine.choose_inbound(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m inbound_messages;
  question uuid := (command ->> 'questionId')::uuid;
BEGIN
  PERFORM engine.require_system();
  m := engine.lock_inbound((command ->> 'inboundId')::uuid);
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

-- Asks which session an answer is for; false where the number was asked anew after the message came.
CREATE FUNCTION engine.ask_which(m public.inbound_messages, which jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF engine.asked_since(m) THEN
    RETURN false;
  END IF;
  PERFORM engine.close_which(m);
  INSERT INTO public.which_questions (inbound_id, phone, intent, options, expires_at, created_at)
  VALUES (m.id, m.from_phone, which ->> 'intent', which -> 'options', (which ->> 'expiresAt')::timestamptz, clock_timestamp());
  RETURN true;
END
$$;

-- As before.
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
  m := engine.lock_inbound((command ->> 'inboundId')::uuid);
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
    IF command ->> 'reply' IS NOT NULL AND (which IS NULL OR engine.ask_which(m, which)) THEN
      INSERT INTO notifications (inbound_id, kind, channel, recipient, patient_id, phone, body)
      VALUES (m.id, command ->> 'reply', 'SMS', 'PATIENT', patient, m.from_phone, which ->> 'body')
      ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN jsonb_build_object('notificationIds', engine.notifications_of(m));
END
$$;

-- Messages that were kept a while ago and that nobody took up: their workflow was never started. Oldest first, after one.
CREATE FUNCTION engine.unhandled_inbound(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  after inbound_messages;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO after FROM inbound_messages x WHERE x.id = (command ->> 'after')::uuid;
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'providerMessageId', x.provider_message_id)
                                    ORDER BY x.received_at, x.id), '[]')
            FROM (SELECT m.id, m.provider_message_id, m.received_at FROM inbound_messages m
                   WHERE m.handled_at IS NULL AND m.received_at < clock_timestamp() - interval '1 minute'
                     AND (after.id IS NULL OR (m.received_at, m.id) > (after.received_at, after.id))
                   ORDER BY m.received_at, m.id LIMIT 100) x);
END
$$;

-- As before; and `itemId` asks for one item, `after` for those after one, without a `limit` for all.
CREATE OR REPLACE FUNCTION engine.leave_work(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  wanted uuid := command ->> 'itemId';
  after uuid := command ->> 'after';
BEGIN
  PERFORM engine.require_system();
  RETURN (
    SELECT jsonb_build_object(
             'actor', jsonb_build_object('id', l.actor_id, 'role', l.actor_role, 'channel', l.channel, 'requestId', l.request_id),
             'items', coalesce((
               SELECT jsonb_agg(jsonb_build_object('id', i.id, 'sessionId', i.session_id) ORDER BY i.id)
                 FROM (SELECT i.id, i.session_id FROM leave_items i
                        WHERE i.leave_id = l.id AND i.state = 'PENDING'
                          AND (wanted IS NULL OR i.id = wanted) AND (after IS NULL OR i.id > after)
                        ORDER BY i.id LIMIT (command ->> 'limit')::integer) i), '[]'))
      FROM leaves l WHERE l.id = (command ->> 'leaveId')::uuid);
END
$$;

GRANT EXECUTE ON FUNCTION engine.unhandled_inbound(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;
