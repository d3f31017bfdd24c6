SET ROLE clinic_engine;

-- Who cancelled the session that is cancelled now; nulls otherwise.
CREATE FUNCTION engine.called_off_by(current public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('cancelledBy', p.full_name, 'cancelledByRole', h.actor_role)
    FROM (SELECT 1) AS always
    LEFT JOIN public.status_history h
      ON current.status = 'CANCELLED' AND h.session_id = current.id AND h.version = current.version
    LEFT JOIN LATERAL engine.people(ARRAY[h.actor_id]) p ON true
$$;

CREATE FUNCTION engine.delivery_session(current public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'id', current.id, 'code', current.code, 'status', current.status, 'attendance', current.attendance, 'version', current.version,
    'startsAt', engine.iso(current.starts_at), 'endsAt', engine.iso(current.ends_at), 'telehealth', current.telehealth,
    'telehealthUrl', current.telehealth_url, 'visitReason', current.visit_reason, 'reason', current.reason,
    'reasonCategory', current.reason_category, 'decidedAt', engine.iso(current.decided_at),
    'decidedBy', (SELECT u.full_name FROM public.users u WHERE u.id = current.decided_by),
    'decisionDueAt', engine.iso(current.decision_due_at), 'createdAt', engine.iso(current.created_at))
    || engine.called_off_by(current)
$$;

CREATE FUNCTION engine.delivery_patient(patient uuid, session uuid, doctor uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'id', p.id, 'fullName', p.full_name, 'email', p.email, 'phone', p.phone,
    'phoneUsable', p.phone IS NOT NULL AND (p.phone_verified_at IS NOT NULL OR p.sms_consent),
    'language', p.language, 'optedOut', engine.is_opted_out(p.phone),
    'known', EXISTS (SELECT 1 FROM public.sessions s
                      WHERE s.patient_id = p.id AND s.doctor_id = doctor AND s.id IS DISTINCT FROM session
                        AND s.status IN ('APPROVED', 'COMPLETED')))
    FROM public.patients p WHERE p.id = patient
$$;

CREATE FUNCTION engine.delivery_context(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  n notifications;
  s sessions;
  number text;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO n FROM notifications x WHERE x.id = (command ->> 'notificationId')::uuid;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT * INTO s FROM sessions x WHERE x.id = n.session_id;
  number := coalesce(n.address, n.phone, (SELECT p.phone FROM patients p WHERE p.id = n.patient_id));
  RETURN jsonb_build_object(
    'notification', jsonb_build_object(
      'id', n.id, 'kind', n.kind, 'channel', n.channel, 'recipient', n.recipient, 'status', n.status,
      'address', coalesce(n.address, n.phone), 'body', n.body, 'subject', n.subject, 'providerId', n.provider_id,
      'attempts', n.attempts, 'sessionVersion', n.session_version, 'createdAt', engine.iso(n.created_at),
      'optedOut', n.channel = 'SMS' AND engine.is_opted_out(number)),
    'session', CASE WHEN s.id IS NOT NULL THEN engine.delivery_session(s) END,
    'clinic', (SELECT jsonb_build_object('name', c.clinic_name, 'timeZone', c.time_zone) FROM policy c),
    'patient', engine.delivery_patient(n.patient_id, s.id, s.doctor_id),
    'doctor', (SELECT jsonb_build_object('id', d.id, 'fullName', d.full_name, 'slackUserId', (
                        SELECT i.subject FROM chat_identities i
                         WHERE i.user_id = d.user_id AND i.channel = 'SLACK' AND i.revoked_at IS NULL LIMIT 1))
                 FROM doctors d WHERE d.id = s.doctor_id),
    'room', (SELECT jsonb_build_object('name', r.name, 'location', r.location) FROM rooms r WHERE r.id = s.room_id),
    'card', (SELECT jsonb_build_object('channelId', split_part(c.provider_id, ':', 1), 'ts', split_part(c.provider_id, ':', 2))
               FROM notifications c
              WHERE c.session_id = s.id AND c.channel = 'SLACK' AND c.recipient = 'DOCTOR' AND c.kind = 'BOOKED'
                AND c.provider_id LIKE '%:%'
              ORDER BY c.created_at DESC, c.id LIMIT 1),
    'firstSms', n.channel = 'SMS' AND NOT EXISTS (
      SELECT 1 FROM notifications o WHERE o.channel = 'SMS' AND o.address = number AND o.id <> n.id));
END
$$;

CREATE FUNCTION engine.begin_delivery(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  n notifications;
  prompt jsonb := nullif(command -> 'prompt', 'null'::jsonb);
BEGIN
  PERFORM engine.require_system();
  UPDATE notifications AS x
     SET address = CASE WHEN x.attempts = 0 THEN command ->> 'address' ELSE x.address END,
         body = CASE WHEN x.attempts = 0 THEN command ->> 'body' ELSE x.body END,
         subject = CASE WHEN x.attempts = 0 THEN command ->> 'subject' ELSE x.subject END,
         attempts = x.attempts + 1
   WHERE x.id = (command ->> 'notificationId')::uuid
  RETURNING x.* INTO n;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such notification.' USING ERRCODE = 'CS404';
  END IF;
  IF prompt IS NOT NULL AND n.session_id IS NOT NULL THEN
    INSERT INTO prompts (session_id, session_version, starts_at, patient_id, phone, kind, notification_id, expires_at)
    SELECT s.id, s.version, s.starts_at, s.patient_id, n.address, prompt ->> 'kind', n.id, (prompt ->> 'expiresAt')::timestamptz
      FROM sessions s WHERE s.id = n.session_id
    ON CONFLICT (notification_id) DO NOTHING;
  END IF;
  RETURN jsonb_build_object('address', n.address, 'body', n.body, 'subject', n.subject, 'attempts', n.attempts);
END
$$;

CREATE FUNCTION engine.lock_receipts(message text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('receipt/' || message, 0)) WHERE message IS NOT NULL
$$;

-- A word from the provider about one message; never backwards: what is delivered or failed stays so.
CREATE FUNCTION engine.apply_receipt(message text, word text, error text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  n public.notifications;
BEGIN
  SELECT * INTO n FROM public.notifications x WHERE x.provider_id = message FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE public.delivery_receipts SET matched_at = clock_timestamp() WHERE provider_id = message AND matched_at IS NULL;
  IF n.status NOT IN ('QUEUED', 'SENT') OR word NOT IN ('SENT', 'DELIVERED', 'FAILED') OR (n.status = 'SENT' AND word = 'SENT') THEN
    RETURN true;
  END IF;
  UPDATE public.notifications
     SET status = word, error_code = coalesce(error, error_code), sent_at = coalesce(sent_at, clock_timestamp()),
         delivered_at = CASE WHEN word = 'DELIVERED' THEN clock_timestamp() END
   WHERE id = n.id;
  IF word = 'FAILED' THEN
    PERFORM engine.note_failed_sms(n, error);
  END IF;
  RETURN true;
END
$$;

-- 21610: the person told the provider to stop. Any other failure to a patient is work for a person.
CREATE FUNCTION engine.note_failed_sms(n public.notifications, error text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF n.channel <> 'SMS' OR n.recipient <> 'PATIENT' THEN
    RETURN;
  ELSIF error = '21610' THEN
    IF NOT engine.is_opted_out(n.address) THEN
      INSERT INTO public.consents (phone, patient_id, kind, source, wording)
      VALUES (n.address, n.patient_id, 'OPT_OUT', 'PROVIDER', 'The provider refuses messages to this number (21610).');
    END IF;
    PERFORM engine.open_task('OPTED_OUT', 'opted-out:' || n.id, n.session_id, n.patient_id, n.address, NULL);
  ELSE
    PERFORM engine.open_task('UNDELIVERED', 'undelivered:' || n.id, n.session_id, n.patient_id, n.address, error);
  END IF;
END
$$;

CREATE FUNCTION engine.settle_delivery(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  n notifications;
  r record;
BEGIN
  PERFORM engine.require_system();
  PERFORM engine.lock_receipts(command ->> 'providerId');
  UPDATE notifications AS x
     SET status = command ->> 'status', provider_id = command ->> 'providerId', error_code = command ->> 'errorCode',
         sent_at = CASE WHEN command ->> 'status' = 'SENT' THEN clock_timestamp() END
   WHERE x.id = (command ->> 'notificationId')::uuid AND x.status = 'QUEUED'
  RETURNING x.* INTO n;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF n.status = 'FAILED' THEN
    PERFORM engine.note_failed_sms(n, n.error_code);
  END IF;
  FOR r IN SELECT d.status, d.error_code FROM delivery_receipts d
            WHERE d.provider_id = n.provider_id AND d.matched_at IS NULL ORDER BY d.id LOOP
    PERFORM engine.apply_receipt(n.provider_id, r.status, r.error_code);
  END LOOP;
  RETURN NULL;
END
$$;

-- Kept first; whoever settles the message and whoever brings its receipt come one after the other and see each other.
CREATE FUNCTION engine.record_receipt(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  message text := command ->> 'providerId';
BEGIN
  IF engine.acting_role() IS NULL THEN
    RAISE EXCEPTION 'Nobody acts.' USING ERRCODE = 'CS403';
  END IF;
  PERFORM engine.lock_receipts(message);
  INSERT INTO delivery_receipts (provider_id, status, error_code)
  VALUES (message, command ->> 'status', command ->> 'errorCode');
  RETURN jsonb_build_object('matched', engine.apply_receipt(message, command ->> 'status', command ->> 'errorCode'));
END
$$;

GRANT EXECUTE ON FUNCTION engine.delivery_context(jsonb), engine.begin_delivery(jsonb), engine.settle_delivery(jsonb)
  TO clinic_owner, clinic_worker;
GRANT EXECUTE ON FUNCTION engine.record_receipt(jsonb) TO clinic_owner, clinic_worker, clinic_app;
RESET ROLE;
