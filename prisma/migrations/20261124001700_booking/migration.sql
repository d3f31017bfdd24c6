SET ROLE clinic_engine;

-- A session's code from its id: 5 letters and digits that neither look nor spell like anything else; 6 after two clashes.
CREATE FUNCTION engine.session_code(session uuid, attempt integer) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  h bigint := hashtextextended(session::text, attempt) & 9223372036854775807;
  code text := '';
BEGIN
  FOR i IN 1 .. CASE WHEN attempt < 2 THEN 5 ELSE 6 END LOOP
    code := code || substr('34679CDFHJKMNPRTWXY', 1 + (h % 19)::integer, 1);
    h := h / 19;
  END LOOP;
  RETURN code;
END
$$;

CREATE FUNCTION engine.snapshot(s public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'sessionId', s.id, 'status', s.status, 'attendance', s.attendance, 'version', s.version, 'doctorId', s.doctor_id,
    'startsAt', engine.iso(s.starts_at), 'endsAt', engine.iso(s.ends_at), 'decisionDueAt', engine.iso(s.decision_due_at))
$$;

CREATE FUNCTION engine.queued_notifications(session uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(n.id ORDER BY n.created_at, n.id), '[]'::jsonb)
    FROM public.notifications n WHERE n.session_id = session AND n.status = 'QUEUED'
$$;

-- Ordinary bookings share a lock per resource with one another and exclude overrides, which take it alone. Sorted, so
-- that no two ever wait for each other.
CREATE FUNCTION engine.lock_resources(ids uuid[], alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF alone THEN
    PERFORM pg_advisory_xact_lock(x.k)
       FROM (SELECT DISTINCT hashtextextended(i::text, 0) AS k FROM unnest(ids) i ORDER BY 1) x;
  ELSE
    PERFORM pg_advisory_xact_lock_shared(x.k)
       FROM (SELECT DISTINCT hashtextextended(i::text, 0) AS k FROM unnest(ids) i ORDER BY 1) x;
  END IF;
END
$$;

-- Which of doctor, room and patient is taken. `rooms` are alternatives: they conflict when all are.
CREATE FUNCTION engine.conflicts(session uuid, doctor uuid, rooms uuid[], patient uuid, doctor_span tstzrange, span tstzrange)
RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_remove(ARRAY[
    CASE WHEN EXISTS (SELECT 1 FROM public.holds h WHERE h.active AND NOT h.exempt_doctor AND h.doctor_id = doctor
                         AND h.doctor_range && doctor_span AND h.session_id <> session)
           OR EXISTS (SELECT 1 FROM public.holds h WHERE h.active AND h.exempt_doctor AND h.doctor_id = doctor
                         AND h.doctor_range && doctor_span AND h.session_id <> session) THEN 'doctor' END,
    CASE WHEN cardinality(rooms) > 0 AND NOT EXISTS (
           SELECT 1 FROM unnest(rooms) r(id)
            WHERE NOT EXISTS (SELECT 1 FROM public.holds h WHERE h.active AND NOT h.exempt_room AND h.room_id = r.id
                                 AND h.slot_range && span AND h.session_id <> session)
              AND NOT EXISTS (SELECT 1 FROM public.holds h
                               WHERE h.active AND (h.exempt_doctor OR h.exempt_room OR h.exempt_patient) AND h.exempt_room
                                 AND h.room_id = r.id AND h.slot_range && span AND h.session_id <> session))
         THEN 'room' END,
    CASE WHEN EXISTS (SELECT 1 FROM public.holds h WHERE h.active AND NOT h.exempt_patient AND h.patient_id = patient
                         AND h.slot_range && span AND h.session_id <> session)
           OR EXISTS (SELECT 1 FROM public.holds h
                       WHERE h.active AND (h.exempt_doctor OR h.exempt_room OR h.exempt_patient) AND h.exempt_patient
                         AND h.patient_id = patient AND h.slot_range && span AND h.session_id <> session)
         THEN 'patient' END], NULL)
$$;

-- Takes the first free room, or none for telehealth: the room's id, or null where all failed. The slot is held then.
CREATE FUNCTION engine.take_hold(
  session uuid, doctor uuid, rooms uuid[], patient uuid, doctor_span tstzrange, span tstzrange, OUT held boolean, OUT room uuid)
LANGUAGE plpgsql AS $$
DECLARE
  overbooked boolean := EXISTS (
    SELECT 1 FROM public.holds h
     WHERE h.active AND (h.exempt_doctor OR h.exempt_room OR h.exempt_patient) AND h.doctor_range && doctor_span);
BEGIN
  held := false;
  FOR i IN 1 .. greatest(cardinality(rooms), 1) LOOP
    room := rooms[i];
    IF overbooked AND cardinality(engine.conflicts(
         session, doctor, CASE WHEN room IS NOT NULL THEN ARRAY[room] ELSE '{}' END, patient, doctor_span, span)) > 0 THEN
      CONTINUE;
    END IF;
    INSERT INTO public.holds (session_id, doctor_id, room_id, patient_id, doctor_range, slot_range)
    VALUES (session, doctor, room, patient, doctor_span, span)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
      held := true;
      RETURN;
    END IF;
    -- Another room helps only where the room is what is taken.
    IF i < cardinality(rooms) AND engine.conflicts(session, doctor, '{}', patient, doctor_span, span) <> '{}' THEN
      RETURN;
    END IF;
  END LOOP;
END
$$;

-- Whoever books a session and whoever looks whether it was booked come one after the other: a booking that is under way
-- is either seen or finds its time over. The lock is taken by a statement of its own, so that the next one sees what was
-- committed meanwhile.
CREATE FUNCTION engine.lock_booking(session uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('session/' || session::text, 0))
$$;

-- Who may book for whom; the actor's own row is read again, whatever the settings claim.
CREATE FUNCTION engine.may_book(doctor uuid, patient uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := current_setting('app.role', true);
  actor uuid := nullif(current_setting('app.actor_id', true), '');
  doctor_user uuid;
  patient_user uuid;
  confirmed boolean;
BEGIN
  SELECT d.user_id, p.user_id, u.id IS NOT NULL INTO doctor_user, patient_user, confirmed
    FROM public.doctors d
    CROSS JOIN public.patients p
    LEFT JOIN public.users u ON u.id = actor AND u.role = acting AND u.status = 'ACTIVE'
   WHERE d.id = doctor AND d.active AND p.id = patient;
  IF NOT FOUND THEN
    RETURN false;
  ELSIF acting = 'SYSTEM' THEN
    RETURN engine.is_system();
  ELSIF NOT confirmed THEN
    RETURN false;
  ELSIF acting = 'PATIENT' THEN
    RETURN patient_user = actor AND (SELECT c.patient_self_booking FROM public.policy c WHERE c.id = 1);
  ELSIF acting = 'DOCTOR' THEN
    RETURN doctor_user = actor
       AND EXISTS (SELECT 1 FROM public.sessions s WHERE s.patient_id = patient AND s.doctor_id = doctor);
  END IF;
  RETURN acting IN ('SECRETARY', 'ADMIN');
END
$$;

-- The plans are made once per connection and always by index: a table that was empty then would be read whole later.
CREATE FUNCTION engine.book_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  session uuid := command ->> 'sessionId';
  doctor uuid := command ->> 'doctorId';
  patient uuid := command ->> 'patientId';
  starts timestamptz(3) := command ->> 'startsAt';
  ends timestamptz(3) := command ->> 'endsAt';
  due timestamptz(3) := command ->> 'decisionDueAt';
  rooms uuid[] := translate(command ->> 'roomIds', '[]"', '{}');
  span tstzrange := tstzrange(starts, ends);
  doctor_span tstzrange := tstzrange(
    starts - make_interval(mins => (command ->> 'bufferBeforeMinutes')::integer),
    ends + make_interval(mins => (command ->> 'bufferAfterMinutes')::integer));
  actor uuid := nullif(current_setting('app.actor_id', true), '');
  acting text := current_setting('app.role', true);
  via text := current_setting('app.channel', true);
  not_after timestamptz := command ->> 'notAfter';
  existing sessions;
  held boolean;
  room uuid;
  taken text[];
  notification_ids uuid[];
  code_tries integer := 0;
BEGIN
  PERFORM engine.lock_booking(session);
  -- Before the actor's rights, which may have ended since a commit that nobody heard of.
  SELECT * INTO existing FROM sessions s WHERE s.id = session;
  IF FOUND THEN
    RETURN engine.booked_before(existing, actor);
  ELSIF engine.may_book(doctor, patient) IS NOT TRUE THEN
    RETURN '{"outcome": "FORBIDDEN"}';
  ELSIF not_after < clock_timestamp() THEN
    RETURN '{"outcome": "TOO_LATE"}';
  END IF;
  PERFORM engine.lock_resources(rooms || doctor || patient, false);
  FOR tries IN 1 .. 3 LOOP
    SELECT h.held, h.room INTO held, room FROM engine.take_hold(session, doctor, rooms, patient, doctor_span, span) h;
    EXIT WHEN held;
    SELECT * INTO existing FROM sessions s WHERE s.id = session;
    IF FOUND THEN
      RETURN engine.booked_before(existing, actor);
    END IF;
    taken := engine.conflicts(session, doctor, rooms, patient, doctor_span, span);
    EXIT WHEN taken <> '{}';
    -- Whoever held it let go between the two statements.
  END LOOP;
  IF NOT held THEN
    RETURN jsonb_build_object('outcome', 'CONFLICT', 'conflicts', CASE WHEN taken = '{}' THEN '{doctor}' ELSE taken END);
  ELSIF not_after < clock_timestamp() THEN
    -- The hold waited for another one. Whoever calls undoes it with the transaction; committing it would fail.
    RETURN '{"outcome": "TOO_LATE"}';
  END IF;
  LOOP
    INSERT INTO sessions
      (id, code, doctor_id, patient_id, room_id, telehealth, starts_at, ends_at, decision_due_at, visit_reason, note,
       body_hash, created_by, created_channel)
    VALUES
      (session, engine.session_code(session, code_tries), doctor, patient, room, (command ->> 'telehealth')::boolean,
       starts, ends, due, command ->> 'visitReason', command ->> 'note', command ->> 'bodyHash', actor, via)
    ON CONFLICT (code) DO NOTHING;
    EXIT WHEN FOUND;
    code_tries := code_tries + 1;
    IF code_tries > 20 THEN
      RAISE EXCEPTION 'No free session code was found.' USING ERRCODE = '54000';
    END IF;
  END LOOP;
  WITH h AS (
    INSERT INTO status_history (session_id, version, actor_id, actor_role, channel, kind, to_status)
    VALUES (session, 1, actor, acting, via, 'BOOKED', 'PENDING')
  ), n AS (
    INSERT INTO notifications AS n (session_id, session_version, patient_id, kind, channel, recipient)
    SELECT session, 1, patient, a.kind, a.channel, a.recipient
      FROM jsonb_to_recordset(command -> 'announcements') AS a(kind text, channel text, recipient text)
    RETURNING n.id
  )
  SELECT array_agg(n.id) INTO notification_ids FROM n;
  RETURN jsonb_build_object(
    'outcome', 'BOOKED', 'notificationIds', coalesce(to_jsonb(notification_ids), '[]'),
    'snapshot', jsonb_build_object(
      'sessionId', session, 'status', 'PENDING', 'attendance', 'UNKNOWN', 'version', 1, 'doctorId', doctor,
      'startsAt', engine.iso(starts), 'endsAt', engine.iso(ends), 'decisionDueAt', engine.iso(due)));
END
$$;

-- The same id again: an answer to whoever booked it, and to nobody else.
CREATE FUNCTION engine.booked_before(existing public.sessions, actor uuid) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF (actor IS NULL OR existing.created_by IS DISTINCT FROM actor) AND engine.is_system() IS NOT TRUE THEN
    RETURN '{"outcome": "FORBIDDEN"}';
  END IF;
  RETURN jsonb_build_object('outcome', 'BOOKED', 'snapshot', engine.snapshot(existing),
                            'notificationIds', engine.queued_notifications(existing.id));
END
$$;

GRANT EXECUTE ON FUNCTION engine.book_session(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;

-- Live views hear of every change of a session, whoever made it, and of a new one with the first word about its messages: a
-- NOTIFY makes commits come one after another, which the booking itself must not wait for.
SET ROLE clinic_engine;
CREATE FUNCTION engine.notify_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session', format('{"id":"%s","version":%s}', NEW.id, NEW.version));
  RETURN NULL;
END
$$;
CREATE FUNCTION engine.notify_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session', format('{"id":"%s","version":%s}', NEW.session_id, NEW.session_version));
  RETURN NULL;
END
$$;
CREATE FUNCTION engine.notify_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('task', NEW.id::text);
  RETURN NULL;
END
$$;
CREATE FUNCTION engine.notify_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('decision', NEW.id::text);
  RETURN NULL;
END
$$;
GRANT EXECUTE ON FUNCTION
  engine.notify_session(), engine.notify_messages(), engine.notify_task(), engine.notify_decision() TO clinic_owner;
RESET ROLE;
CREATE TRIGGER notify AFTER UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION engine.notify_session();
CREATE TRIGGER notify AFTER UPDATE ON notifications FOR EACH ROW
  WHEN (NEW.session_id IS NOT NULL AND NEW.status <> OLD.status) EXECUTE FUNCTION engine.notify_messages();
CREATE TRIGGER notify AFTER INSERT OR UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION engine.notify_task();
CREATE TRIGGER notify AFTER INSERT ON decisions FOR EACH ROW EXECUTE FUNCTION engine.notify_decision();
