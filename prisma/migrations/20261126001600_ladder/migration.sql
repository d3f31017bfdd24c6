-- What follows when a message to a patient comes to nothing: the same by email, and where that is none either, work for a person.
-- `fallback_of` is the message in whose place another one goes.
ALTER TABLE notifications ADD COLUMN fallback_of uuid;
CREATE UNIQUE INDEX notifications_fallback_of_key ON notifications (fallback_of) WHERE fallback_of IS NOT NULL;
-- For the search for rows that were written beside a workflow and that nobody took up: few at any time.
CREATE INDEX notifications_beside ON notifications (created_at, id)
    WHERE status = 'QUEUED' AND (fallback_of IS NOT NULL OR kind = 'STAFF_REPLY');

SET ROLE clinic_engine;

-- A change that the patient is told of, or a reminder; what else is written to a patient answers a text of theirs.
CREATE FUNCTION engine.is_news(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT kind IN ('BOOKED', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'MOVE_PROPOSED', 'MOVED', 'MOVE_REJECTED',
                  'MOVE_EXPIRED', 'MOVE_WITHDRAWN', 'REOPENED', 'REMINDER', 'SAME_DAY')
$$;

-- Failures of one session's messages are weighed one after the other, so that the last of two sees the first.
CREATE FUNCTION engine.lock_ladder(session uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('ladder/' || session::text, 0)) WHERE session IS NOT NULL
$$;

-- True while the message still says something: the session is ahead, and no later message to the patient says otherwise.
CREATE FUNCTION engine.still_news(n public.notifications) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
           SELECT 1 FROM public.sessions s
            WHERE (s.id = n.session_id OR s.id = ANY (n.also_session_ids)) AND s.starts_at > clock_timestamp()
              AND CASE n.kind WHEN 'REMINDER' THEN s.status = 'APPROVED' AND s.attendance = 'UNKNOWN' AND s.deleted_at IS NULL
                              WHEN 'SAME_DAY' THEN s.status = 'APPROVED' AND s.deleted_at IS NULL
                              ELSE s.id = n.session_id END)
     AND NOT EXISTS (
           SELECT 1 FROM public.notifications o
            WHERE o.session_id = n.session_id AND o.recipient = 'PATIENT' AND o.session_version > n.session_version
              AND engine.is_news(o.kind))
$$;

-- True where somebody should call: the patient has neither done this themselves nor answered since.
CREATE FUNCTION engine.worth_a_call(n public.notifications) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT n.kind <> 'SAME_DAY' AND engine.still_news(n)
     AND (n.kind = 'REMINDER' OR NOT EXISTS (
           SELECT 1 FROM public.status_history h
            WHERE h.session_id = n.session_id AND h.version = n.session_version AND h.actor_role = 'PATIENT'))
     AND (n.kind IN ('REJECTED', 'EXPIRED', 'CANCELLED', 'MOVE_PROPOSED', 'MOVE_REJECTED', 'MOVE_EXPIRED', 'MOVE_WITHDRAWN')
          OR n.kind = 'REMINDER' OR EXISTS (
           SELECT 1 FROM public.sessions s WHERE s.id = n.session_id AND s.attendance = 'UNKNOWN'))
     AND NOT EXISTS (
           SELECT 1 FROM public.tasks t
            WHERE t.session_id = n.session_id AND t.kind = 'UNDELIVERED' AND t.state <> 'DONE')
$$;

-- Why nothing arrived by one channel, in words.
CREATE FUNCTION engine.failure_words(channel text, status text, error text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE channel WHEN 'SMS' THEN 'text: ' ELSE 'email: ' END || CASE
    WHEN status IS NULL THEN 'none'
    WHEN error = 'no_usable_phone' THEN 'no number that may be texted'
    WHEN error = 'opted_out' OR error = '21610' THEN 'the number has opted out'
    WHEN error = 'no_email' THEN 'no address'
    WHEN error = 'given_up' THEN 'could not be sent for a day'
    ELSE 'not delivered' || coalesce(' (' || error || ')', '') END
$$;

-- Nothing arrived, and nothing is under way. Of a request that is not decided, only what really failed is worth a person's time.
CREATE FUNCTION engine.open_undelivered(n public.notifications) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  failed boolean;
  hopeful boolean;
  words text;
BEGIN
  SELECT bool_or(o.status = 'FAILED'), bool_or(o.status IN ('QUEUED', 'SENT', 'DELIVERED')),
         string_agg(engine.failure_words(o.channel, o.status, o.error_code), '; ' ORDER BY o.channel DESC)
    INTO failed, hopeful, words
    FROM public.notifications o
   WHERE o.session_id = n.session_id AND o.session_version = n.session_version AND o.kind = n.kind
     AND o.recipient = 'PATIENT' AND o.channel IN ('SMS', 'EMAIL') AND o.occasion IS NOT DISTINCT FROM n.occasion;
  IF NOT hopeful AND (failed OR n.kind <> 'BOOKED') AND engine.worth_a_call(n) THEN
    PERFORM engine.open_task(
      'UNDELIVERED', format('undelivered:%s:%s:%s:%s', n.session_id, n.session_version, n.kind, n.occasion), n.session_id,
      n.patient_id, (SELECT p.phone FROM public.patients p WHERE p.id = n.patient_id), words);
  END IF;
END
$$;

-- 21610: the person told the provider to stop. True where the ledger learns it by this message: then it opens the task.
CREATE FUNCTION engine.note_provider_block(n public.notifications) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  entry bigint;
BEGIN
  PERFORM engine.lock_number(n.address);
  IF engine.is_opted_out(n.address) THEN
    RETURN false;
  END IF;
  INSERT INTO public.consents AS c (phone, patient_id, kind, source, wording)
  VALUES (n.address, n.patient_id, 'OPT_OUT', 'PROVIDER', 'The provider refuses messages to this number (21610).')
  RETURNING c.id INTO entry;
  PERFORM engine.open_task('OPTED_OUT', 'opted-out:' || entry, n.session_id, n.patient_id, n.address, NULL);
  RETURN true;
END
$$;

-- The next rung after a message that has come to nothing: the id of the email that goes in its place, or null.
CREATE FUNCTION engine.climb_ladder(n public.notifications) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  told boolean := false;
  mail uuid;
BEGIN
  IF n.recipient <> 'PATIENT' OR n.channel NOT IN ('SMS', 'EMAIL') OR NOT (
    n.status = 'FAILED' OR (n.status = 'SUPPRESSED' AND n.error_code IN ('no_usable_phone', 'opted_out', 'no_email'))) THEN
    RETURN NULL;
  ELSIF n.channel = 'SMS' AND n.error_code = '21610' AND n.address IS NOT NULL THEN
    told := engine.note_provider_block(n);
  END IF;
  IF n.kind = 'STAFF_REPLY' THEN
    IF NOT told THEN
      PERFORM engine.open_task('UNDELIVERED', 'undelivered:' || n.id, n.session_id, n.patient_id, coalesce(n.address, n.phone),
                               'the answer that was written here; ' || engine.failure_words(n.channel, n.status, n.error_code));
    END IF;
    RETURN NULL;
  ELSIF n.session_id IS NULL OR NOT engine.is_news(n.kind) THEN
    RETURN NULL;
  END IF;
  IF n.channel = 'SMS' AND engine.still_news(n) THEN
    INSERT INTO public.notifications AS x
      (session_id, session_version, patient_id, kind, channel, recipient, occasion, doctor_id, also_session_ids, fallback_of)
    SELECT n.session_id, n.session_version, n.patient_id, n.kind, 'EMAIL', n.recipient, n.occasion, n.doctor_id,
           n.also_session_ids, n.id
      FROM public.patients p WHERE p.id = n.patient_id AND p.email IS NOT NULL
    ON CONFLICT DO NOTHING
    RETURNING x.id INTO mail;
  END IF;
  IF mail IS NULL AND NOT told THEN
    PERFORM engine.open_undelivered(n);
  END IF;
  RETURN mail;
END
$$;

-- A word from the provider about one message; never backwards: what is delivered or failed stays so.
CREATE FUNCTION engine.take_receipt(message text, word text, error text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  n public.notifications;
  mail uuid;
BEGIN
  PERFORM engine.lock_ladder((SELECT x.session_id FROM public.notifications x WHERE x.provider_id = message LIMIT 1));
  SELECT * INTO n FROM public.notifications x WHERE x.provider_id = message FOR UPDATE;
  IF NOT FOUND THEN
    RETURN '{"matched": false, "sessionId": null, "notificationIds": []}';
  END IF;
  UPDATE public.delivery_receipts SET matched_at = clock_timestamp() WHERE provider_id = message AND matched_at IS NULL;
  IF n.status IN ('QUEUED', 'SENT') AND word IN ('SENT', 'DELIVERED', 'FAILED') AND NOT (n.status = 'SENT' AND word = 'SENT') THEN
    UPDATE public.notifications AS x
       SET status = word, error_code = coalesce(error, x.error_code), sent_at = coalesce(x.sent_at, clock_timestamp()),
           delivered_at = CASE WHEN word = 'DELIVERED' THEN clock_timestamp() END
     WHERE x.id = n.id
    RETURNING x.* INTO n;
    IF word = 'FAILED' THEN
      mail := engine.climb_ladder(n);
    END IF;
  END IF;
  RETURN jsonb_build_object('matched', true, 'sessionId', n.session_id,
                            'notificationIds', to_jsonb(array_remove(ARRAY[mail], NULL)));
END
$$;

-- As before; and the answer names the rows that take the place of one that came to nothing.
CREATE OR REPLACE FUNCTION engine.settle_delivery(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  n notifications;
  mails uuid[] := '{}';
  r record;
BEGIN
  PERFORM engine.require_system();
  PERFORM engine.lock_receipts(command ->> 'providerId');
  PERFORM engine.lock_ladder((SELECT x.session_id FROM notifications x WHERE x.id = (command ->> 'notificationId')::uuid));
  UPDATE notifications AS x
     SET status = command ->> 'status', provider_id = command ->> 'providerId', error_code = command ->> 'errorCode',
         sent_at = CASE WHEN command ->> 'status' = 'SENT' THEN clock_timestamp() END
   WHERE x.id = (command ->> 'notificationId')::uuid AND x.status = 'QUEUED'
  RETURNING x.* INTO n;
  IF NOT FOUND THEN
    RETURN '{"notificationIds": []}';
  END IF;
  IF n.status <> 'SENT' THEN
    mails := mails || engine.climb_ladder(n);
  END IF;
  FOR r IN SELECT d.status, d.error_code FROM delivery_receipts d
            WHERE d.provider_id = n.provider_id AND d.matched_at IS NULL ORDER BY d.id LOOP
    mails := mails || ARRAY(SELECT x::uuid FROM jsonb_array_elements_text(
      engine.take_receipt(n.provider_id, r.status, r.error_code) -> 'notificationIds') x);
  END LOOP;
  RETURN jsonb_build_object('notificationIds', to_jsonb(array_remove(mails, NULL)));
END
$$;

-- Kept first; whoever settles the message and whoever brings its receipt come one after the other and see each other.
CREATE OR REPLACE FUNCTION engine.record_receipt(command jsonb) RETURNS jsonb
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
  RETURN engine.take_receipt(message, command ->> 'status', command ->> 'errorCode');
END
$$;

DROP FUNCTION engine.apply_receipt(text, text, text);
DROP FUNCTION engine.note_failed_sms(public.notifications, text);

-- The rows that take the place of these and have not left yet.
CREATE FUNCTION engine.queued_fallbacks(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  RETURN coalesce((
    SELECT jsonb_agg(n.id ORDER BY n.created_at, n.id) FROM notifications n
     WHERE n.status = 'QUEUED'
       AND n.fallback_of = ANY (ARRAY(SELECT x::uuid FROM jsonb_array_elements_text(command -> 'notificationIds') x))), '[]');
END
$$;

-- Rows that were written beside a workflow longer ago than `olderThanSeconds`, and less long than `youngerThanSeconds` where that
-- is given, and have not left: oldest first, a batch after one.
CREATE FUNCTION engine.waiting_beside(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  after notifications;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO after FROM notifications x WHERE x.id = (command ->> 'after')::uuid;
  RETURN coalesce((
    SELECT jsonb_agg(jsonb_build_object('notificationId', x.id, 'sessionId', x.session_id, 'taskId', x.task_id)
                     ORDER BY x.created_at, x.id)
      FROM (SELECT n.* FROM notifications n
             WHERE n.status = 'QUEUED' AND (n.fallback_of IS NOT NULL OR n.kind = 'STAFF_REPLY')
               AND n.created_at < clock_timestamp() - make_interval(secs => (command ->> 'olderThanSeconds')::integer)
               AND (command ->> 'youngerThanSeconds' IS NULL
                    OR n.created_at > clock_timestamp() - make_interval(secs => (command ->> 'youngerThanSeconds')::integer))
               AND (after.id IS NULL OR (n.created_at, n.id) > (after.created_at, after.id))
             ORDER BY n.created_at, n.id LIMIT 100) x), '[]');
END
$$;

GRANT EXECUTE ON FUNCTION engine.queued_fallbacks(jsonb), engine.waiting_beside(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;
