SET ROLE clinic_engine;

-- A time as commands name it. `accepts`: the resources that an override may take twice; null where there is none.
CREATE TYPE engine.wanted_time AS (
  doctor uuid, rooms uuid[], telehealth boolean, starts timestamptz, ends timestamptz, span tstzrange, doctor_span tstzrange,
  accepts text[]);

CREATE FUNCTION engine.wanted_time(command jsonb) RETURNS engine.wanted_time LANGUAGE plpgsql STABLE AS $$
DECLARE
  w engine.wanted_time;
  starts timestamptz(3) := command ->> 'startsAt';
  ends timestamptz(3) := command ->> 'endsAt';
BEGIN
  w.doctor := command ->> 'doctorId';
  w.rooms := translate(command ->> 'roomIds', '[]"', '{}');
  w.telehealth := command ->> 'telehealth';
  w.starts := starts;
  w.ends := ends;
  w.span := tstzrange(starts, ends);
  w.doctor_span := tstzrange(starts - make_interval(mins => (command ->> 'bufferBeforeMinutes')::integer),
                             ends + make_interval(mins => (command ->> 'bufferAfterMinutes')::integer));
  IF jsonb_typeof(command -> 'override') = 'object' THEN
    w.accepts := ARRAY(SELECT jsonb_array_elements_text(command #> '{override,exempt}'));
  END IF;
  RETURN w;
END
$$;

-- Takes the first free room, or none for telehealth: the room's id, or null where all failed. The slot is held then. `move`
-- is the key of the hold, null for the session's own.
CREATE FUNCTION engine.take_hold(
  session uuid, move uuid, patient uuid, w engine.wanted_time, OUT held boolean, OUT room uuid)
LANGUAGE plpgsql AS $$
DECLARE
  overbooked boolean := EXISTS (
    SELECT 1 FROM public.holds h
     WHERE h.active AND (h.exempt_doctor OR h.exempt_room OR h.exempt_patient) AND h.doctor_range && w.doctor_span);
BEGIN
  held := false;
  FOR i IN 1 .. greatest(cardinality(w.rooms), 1) LOOP
    room := w.rooms[i];
    IF overbooked AND cardinality(engine.conflicts(
         session, w.doctor, CASE WHEN room IS NOT NULL THEN ARRAY[room] ELSE '{}' END, patient, w.doctor_span, w.span)) > 0 THEN
      CONTINUE;
    END IF;
    INSERT INTO public.holds (session_id, move_id, doctor_id, room_id, patient_id, doctor_range, slot_range)
    VALUES (session, move, w.doctor, room, patient, w.doctor_span, w.span)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
      held := true;
      RETURN;
    END IF;
    -- Another room helps only where the room is what is taken.
    IF i < cardinality(w.rooms) AND engine.conflicts(session, w.doctor, '{}', patient, w.doctor_span, w.span) <> '{}' THEN
      RETURN;
    END IF;
  END LOOP;
END
$$;

-- For an override, whose locks let nobody else take anything meanwhile: exactly what conflicts becomes exempt, in a free room
-- where there is one. Not held where something conflicts that was not accepted; that is `taken` then.
CREATE FUNCTION engine.take_exempt_hold(
  session uuid, move uuid, patient uuid, w engine.wanted_time, OUT held boolean, OUT room uuid, OUT exempt text[], OUT taken text[])
LANGUAGE plpgsql AS $$
BEGIN
  exempt := engine.conflicts(session, w.doctor, w.rooms, patient, w.doctor_span, w.span);
  taken := ARRAY(SELECT e.resource FROM unnest(exempt) WITH ORDINALITY e(resource, n) WHERE e.resource <> ALL (w.accepts) ORDER BY e.n);
  held := taken = '{}';
  IF NOT held THEN
    RETURN;
  END IF;
  room := w.rooms[1];
  IF 'room' <> ALL (exempt) THEN
    SELECT r.id INTO room FROM unnest(w.rooms) WITH ORDINALITY r(id, n)
     WHERE 'room' <> ALL (engine.conflicts(session, w.doctor, ARRAY[r.id], patient, w.doctor_span, w.span))
     ORDER BY r.n LIMIT 1;
  END IF;
  INSERT INTO public.holds
    (session_id, move_id, doctor_id, room_id, patient_id, doctor_range, slot_range, exempt_doctor, exempt_room, exempt_patient)
  VALUES
    (session, move, w.doctor, room, patient, w.doctor_span, w.span, 'doctor' = ANY (exempt), 'room' = ANY (exempt),
     'patient' = ANY (exempt));
END
$$;

-- Locks what a time needs and holds it. Where it is not held, `taken` says what is in the way, never nothing.
CREATE FUNCTION engine.take_time(
  session uuid, move uuid, patient uuid, w engine.wanted_time, OUT held boolean, OUT room uuid, OUT exempt text[], OUT taken text[])
LANGUAGE plpgsql AS $$
BEGIN
  exempt := '{}';
  IF NOT w.telehealth AND w.rooms = '{}' THEN
    held := false;
    taken := '{room}';
    RETURN;
  END IF;
  PERFORM engine.lock_resources(w.rooms || w.doctor || patient, w.accepts IS NOT NULL);
  IF w.accepts IS NOT NULL THEN
    SELECT h.held, h.room, h.exempt, h.taken INTO held, room, exempt, taken
      FROM engine.take_exempt_hold(session, move, patient, w) h;
    RETURN;
  END IF;
  FOR tries IN 1 .. 3 LOOP
    SELECT h.held, h.room INTO held, room FROM engine.take_hold(session, move, patient, w) h;
    EXIT WHEN held;
    taken := engine.conflicts(session, w.doctor, w.rooms, patient, w.doctor_span, w.span);
    EXIT WHEN taken <> '{}';
    -- Whoever held it let go between the two statements.
  END LOOP;
  IF NOT held AND taken = '{}' THEN
    taken := '{doctor}';
  END IF;
END
$$;

-- What an admin did past the rules, and why; the reason is personal, what was accepted is not.
CREATE FUNCTION engine.audit_override(kind text, session uuid, words text, accepted jsonb, exempt text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  salt bytea := uuid_send(gen_random_uuid());
BEGIN
  PERFORM engine.write_audit(
    'session', session::text, 'override', NULL,
    jsonb_build_object('kind', kind, 'accepted', coalesce(accepted, '[]'), 'exempt', to_jsonb(exempt),
                       'reason', engine.commitment(salt, coalesce(words, ''))),
    NULL, ARRAY['after.reason'], ARRAY[salt], ARRAY[coalesce(words, '')]);
END
$$;

-- Past the rules an admin books also for a doctor who takes no more sessions.
CREATE FUNCTION engine.may_overbook(doctor uuid, patient uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.acting_role() = 'ADMIN'
     AND EXISTS (SELECT 1 FROM public.doctors d WHERE d.id = doctor) AND EXISTS (SELECT 1 FROM public.patients p WHERE p.id = patient)
$$;

CREATE FUNCTION engine.insert_session(command jsonb, w engine.wanted_time, room uuid, overbooked boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  session uuid := command ->> 'sessionId';
  due timestamptz(3) := command ->> 'decisionDueAt';
  code_tries integer := 0;
BEGIN
  LOOP
    INSERT INTO public.sessions
      (id, code, doctor_id, patient_id, room_id, telehealth, starts_at, ends_at, decision_due_at, visit_reason, note, overbooked,
       body_hash, created_by, created_channel)
    VALUES
      (session, engine.session_code(session, code_tries), w.doctor, (command ->> 'patientId')::uuid, room, w.telehealth, w.starts,
       w.ends, due, command ->> 'visitReason', command ->> 'note', overbooked, command ->> 'bodyHash',
       nullif(current_setting('app.actor_id', true), '')::uuid, current_setting('app.channel', true))
    ON CONFLICT (code) DO NOTHING;
    EXIT WHEN FOUND;
    code_tries := code_tries + 1;
    IF code_tries > 20 THEN
      RAISE EXCEPTION 'No free session code was found.' USING ERRCODE = '54000';
    END IF;
  END LOOP;
END
$$;

-- The plans are made once per connection and always by index: a table that was empty then would be read whole later.
CREATE OR REPLACE FUNCTION engine.book_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  session uuid := command ->> 'sessionId';
  patient uuid := command ->> 'patientId';
  actor uuid := nullif(current_setting('app.actor_id', true), '');
  not_after timestamptz := command ->> 'notAfter';
  w engine.wanted_time := engine.wanted_time(command);
  existing sessions;
  t record;
  notification_ids uuid[];
BEGIN
  PERFORM engine.lock_booking(session);
  -- Before the actor's rights, which may have ended since a commit that nobody heard of.
  SELECT * INTO existing FROM sessions s WHERE s.id = session;
  IF FOUND THEN
    RETURN engine.booked_before(existing, actor);
  ELSIF (CASE WHEN w.accepts IS NULL THEN engine.may_book(w.doctor, patient) ELSE engine.may_overbook(w.doctor, patient) END)
        IS NOT TRUE THEN
    RETURN '{"outcome": "FORBIDDEN"}';
  ELSIF not_after < clock_timestamp() THEN
    RETURN '{"outcome": "TOO_LATE"}';
  END IF;
  t := engine.take_time(session, NULL, patient, w);
  IF NOT t.held THEN
    RETURN jsonb_build_object('outcome', 'CONFLICT', 'conflicts', t.taken);
  ELSIF not_after < clock_timestamp() THEN
    -- The hold waited for another one. Whoever calls undoes it with the transaction; committing it would fail.
    RETURN '{"outcome": "TOO_LATE"}';
  END IF;
  PERFORM engine.insert_session(command, w, t.room, t.exempt <> '{}');
  IF w.accepts IS NOT NULL THEN
    PERFORM engine.audit_override('BOOK', session, command #>> '{override,reason}', command #> '{override,accept}', t.exempt);
  END IF;
  WITH h AS (
    INSERT INTO status_history (session_id, version, actor_id, actor_role, channel, kind, to_status)
    VALUES (session, 1, actor, current_setting('app.role', true), current_setting('app.channel', true), 'BOOKED', 'PENDING')
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
      'sessionId', session, 'status', 'PENDING', 'attendance', 'UNKNOWN', 'version', 1, 'doctorId', w.doctor,
      'startsAt', engine.iso(w.starts), 'endsAt', engine.iso(w.ends),
      'decisionDueAt', engine.iso((command ->> 'decisionDueAt')::timestamptz), 'move', NULL));
END
$$;

DROP FUNCTION engine.take_hold(uuid, uuid, uuid[], uuid, tstzrange, tstzrange);
RESET ROLE;
