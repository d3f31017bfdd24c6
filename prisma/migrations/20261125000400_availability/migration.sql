-- The zone in which a doctor's hours of the past were meant; null is the doctor's present one.
ALTER TABLE availability_periods ADD COLUMN time_zone text;
ALTER TABLE availability_exceptions ADD COLUMN time_zone text;

-- What becomes of the sessions that a change of a doctor's availability leaves outside it, and who asked for it. The
-- exception may be gone later.
CREATE TABLE leaves (
    id uuid NOT NULL,
    doctor_id uuid NOT NULL,
    exception_id uuid,
    actor_id uuid NOT NULL,
    actor_role text NOT NULL,
    channel text NOT NULL,
    request_id text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    finished_at timestamptz(3),
    CONSTRAINT leaves_pkey PRIMARY KEY (id),
    CONSTRAINT leaves_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES doctors (id) ON DELETE RESTRICT
);
CREATE INDEX leaves_doctor_id_idx ON leaves (doctor_id);
CREATE INDEX leaves_unfinished ON leaves (id) WHERE finished_at IS NULL;

CREATE TABLE leave_items (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    leave_id uuid NOT NULL,
    session_id uuid NOT NULL,
    action text NOT NULL,
    state text NOT NULL DEFAULT 'PENDING',
    code text,
    settled_at timestamptz(3),
    CONSTRAINT leave_items_pkey PRIMARY KEY (id),
    CONSTRAINT leave_items_leave_id_fkey FOREIGN KEY (leave_id) REFERENCES leaves (id) ON DELETE RESTRICT,
    CONSTRAINT leave_items_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT,
    CONSTRAINT leave_items_action_known CHECK (action IN ('KEEP', 'CANCEL')),
    CONSTRAINT leave_items_state_known CHECK (state IN ('PENDING', 'DONE', 'REFUSED')),
    CONSTRAINT leave_items_settled CHECK ((state = 'PENDING') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX leave_items_leave_id_session_id_key ON leave_items (leave_id, session_id);
CREATE INDEX leave_items_session_id_idx ON leave_items (session_id);

GRANT DELETE ON availability_periods, availability_stretches, availability_exceptions TO clinic_engine;
GRANT SELECT, INSERT, UPDATE ON leaves, leave_items TO clinic_engine;
GRANT SELECT ON leaves, leave_items TO clinic_app, clinic_worker;

ALTER TABLE leaves ENABLE ROW LEVEL SECURITY;
ALTER TABLE leaves FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON leaves TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON leaves TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON leaves FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR doctor_id = ANY ((SELECT engine.own_doctor_ids())::uuid[]));

ALTER TABLE leave_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE leave_items FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON leave_items TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON leave_items TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON leave_items FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    EXISTS (SELECT 1 FROM leaves l WHERE l.id = leave_id));

CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON leaves
    FOR EACH ROW EXECUTE FUNCTION engine.audit_row('availability', 'doctor_id', '', '');
ALTER TABLE leaves ENABLE ALWAYS TRIGGER audit;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON leave_items
    FOR EACH ROW EXECUTE FUNCTION engine.audit_row('availability', 'leave_id', '', '');
ALTER TABLE leave_items ENABLE ALWAYS TRIGGER audit;

SET ROLE clinic_engine;

-- Whoever books shares the doctor's hours from the check to the commit; whoever changes them has them alone, from the look
-- at the sessions to the commit. The lock is always taken before those of doctor, room and patient.
CREATE FUNCTION engine.lock_availability(doctor uuid, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  key bigint := hashtextextended('availability/' || doctor::text, 0);
BEGIN
  IF alone THEN
    PERFORM pg_advisory_xact_lock(key);
  ELSE
    PERFORM pg_advisory_xact_lock_shared(key);
  END IF;
END
$$;

-- Volatile, so that what is read after the wait is what was committed meanwhile.
CREATE FUNCTION engine.load_scheduling_to_book(command jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.lock_availability((command ->> 'doctorId')::uuid, false);
  RETURN engine.load_scheduling(command);
END
$$;

CREATE FUNCTION engine.demand_availability_editor(doctor uuid, weekly boolean) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
BEGIN
  IF acting = 'ADMIN' OR (acting = 'SECRETARY' AND NOT weekly)
    OR (acting = 'DOCTOR' AND doctor = ANY (engine.own_doctor_ids())) THEN
    RETURN;
  END IF;
  RAISE EXCEPTION 'Not for this actor.' USING ERRCODE = 'CS403';
END
$$;

-- Before it, no zone on earth has today: a second look, after the one that knows the doctor's zone.
CREATE FUNCTION engine.demand_not_past(day date) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF day IS NULL OR day < (clock_timestamp() AT TIME ZONE 'UTC' - interval '12 hours')::date THEN
    RAISE EXCEPTION 'The past is not edited.' USING ERRCODE = '22023';
  END IF;
END
$$;

-- Locks a doctor's hours for a change. What the change is judged by: the hours from three days ago on, and sessions to come.
CREATE FUNCTION engine.open_availability(command jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  doctor uuid := command ->> 'doctorId';
  first_day date := clock_timestamp()::date - 3;
BEGIN
  PERFORM engine.demand_availability_editor(doctor, (command ->> 'weekly')::boolean);
  PERFORM engine.lock_availability(doctor, true);
  RETURN engine.availability_json(doctor, first_day, 'infinity') || jsonb_build_object(
    'timeZone', (SELECT d.time_zone FROM doctors d WHERE d.id = doctor),
    'exceptions', coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', e.id, 'from', e.from_date, 'to', e.to_date, 'kind', e.kind,
                                          'startMinute', e.start_minute, 'endMinute', e.end_minute)
                       ORDER BY e.from_date, e.id)
        FROM availability_exceptions e WHERE e.doctor_id = doctor AND e.to_date >= first_day), '[]'),
    'sessions', coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', s.id, 'startMs', engine.epoch_ms(s.starts_at), 'endMs', engine.epoch_ms(s.ends_at))
                       ORDER BY s.starts_at, s.id)
        FROM sessions s
       WHERE s.doctor_id = doctor AND s.status IN ('PENDING', 'APPROVED') AND s.deleted_at IS NULL
         AND s.starts_at > clock_timestamp()), '[]'));
END
$$;

-- New weekly hours from a day on: what held before is cut there, and what was to come later makes way.
CREATE FUNCTION engine.set_weekly_hours(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  doctor uuid := command ->> 'doctorId';
  first_day date := command ->> 'validFrom';
  zone text := command ->> 'timeZone';
  was text;
  period uuid := gen_random_uuid();
BEGIN
  PERFORM engine.demand_availability_editor(doctor, true);
  PERFORM engine.demand_not_past(first_day);
  PERFORM engine.lock_availability(doctor, true);
  SELECT d.time_zone INTO was FROM doctors d WHERE d.id = doctor;
  IF zone <> was THEN
    UPDATE availability_periods SET time_zone = was WHERE doctor_id = doctor AND valid_from < first_day AND time_zone IS NULL;
    UPDATE availability_exceptions SET time_zone = was WHERE doctor_id = doctor AND to_date < first_day AND time_zone IS NULL;
    UPDATE doctors AS d SET time_zone = zone, version = d.version + 1 WHERE d.id = doctor;
  END IF;
  DELETE FROM availability_stretches s USING availability_periods p
   WHERE p.id = s.period_id AND p.doctor_id = doctor AND p.valid_from >= first_day;
  DELETE FROM availability_periods WHERE doctor_id = doctor AND valid_from >= first_day;
  UPDATE availability_periods SET valid_to = first_day
   WHERE doctor_id = doctor AND (valid_to IS NULL OR valid_to > first_day);
  INSERT INTO availability_periods (id, doctor_id, valid_from) VALUES (period, doctor, first_day);
  INSERT INTO availability_stretches (id, period_id, weekday, start_minute, end_minute, breaks)
  SELECT gen_random_uuid(), period, w.weekday, w."startMinute", w."endMinute", w.breaks
    FROM jsonb_to_recordset(command -> 'weekly') AS w(weekday smallint, "startMinute" smallint, "endMinute" smallint, breaks jsonb);
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.add_exception(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  doctor uuid := command ->> 'doctorId';
BEGIN
  PERFORM engine.demand_availability_editor(doctor, false);
  PERFORM engine.demand_not_past((command ->> 'from')::date);
  PERFORM engine.lock_availability(doctor, true);
  INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind, start_minute, end_minute, reason, created_by)
  VALUES ((command ->> 'exceptionId')::uuid, doctor, (command ->> 'from')::date, (command ->> 'to')::date, command ->> 'kind',
          (command ->> 'startMinute')::smallint, (command ->> 'endMinute')::smallint, command ->> 'reason', engine.actor_id());
  RETURN NULL;
END
$$;

-- Days before `today` (the doctor's) stay: an exception that began earlier ends the day before, any other goes.
CREATE FUNCTION engine.remove_exception(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  doctor uuid := command ->> 'doctorId';
  wanted uuid := command ->> 'exceptionId';
  today date := command ->> 'today';
BEGIN
  PERFORM engine.demand_availability_editor(doctor, false);
  PERFORM engine.demand_not_past(today);
  PERFORM engine.lock_availability(doctor, true);
  DELETE FROM availability_exceptions e WHERE e.id = wanted AND e.doctor_id = doctor AND e.from_date >= today;
  UPDATE availability_exceptions e SET to_date = today - 1
   WHERE e.id = wanted AND e.doctor_id = doctor AND e.to_date >= today;
  RETURN NULL;
END
$$;

-- Keeps what was chosen for each session. What is kept is settled with that; the rest awaits the workflow.
CREATE FUNCTION engine.open_leave(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  doctor uuid := command ->> 'doctorId';
  leave uuid := command ->> 'leaveId';
  wanted uuid := command ->> 'exceptionId';
BEGIN
  PERFORM engine.demand_availability_editor(doctor, wanted IS NULL);
  INSERT INTO leaves (id, doctor_id, exception_id, actor_id, actor_role, channel, request_id, finished_at)
  VALUES (leave, doctor, wanted, engine.actor_id(), engine.acting_role(), engine.channel(),
          coalesce(current_setting('app.request_id', true), ''),
          CASE WHEN NOT command -> 'items' @? '$[*] ? (@.action == "CANCEL")' THEN clock_timestamp() END);
  INSERT INTO leave_items (leave_id, session_id, action, state, settled_at)
  SELECT leave, s.id, i.action, CASE i.action WHEN 'KEEP' THEN 'DONE' ELSE 'PENDING' END,
         CASE i.action WHEN 'KEEP' THEN clock_timestamp() END
    FROM jsonb_to_recordset(command -> 'items') AS i("sessionId" uuid, action text)
    JOIN sessions s ON s.id = i."sessionId" AND s.doctor_id = doctor;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.demand_system() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF engine.is_system() IS NOT TRUE THEN
    RAISE EXCEPTION 'SYSTEM only.' USING ERRCODE = 'CS403';
  END IF;
END
$$;

-- Who asked for a leave, and what of it is to be done still; null where there is no such leave.
CREATE FUNCTION engine.leave_work(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.demand_system();
  RETURN (
    SELECT jsonb_build_object(
             'actor', jsonb_build_object('id', l.actor_id, 'role', l.actor_role, 'channel', l.channel, 'requestId', l.request_id),
             'items', coalesce((
               SELECT jsonb_agg(jsonb_build_object('id', i.id, 'sessionId', i.session_id) ORDER BY i.id)
                 FROM (SELECT i.id, i.session_id FROM leave_items i
                        WHERE i.leave_id = l.id AND i.state = 'PENDING'
                        ORDER BY i.id LIMIT (command ->> 'limit')::integer) i), '[]'))
      FROM leaves l WHERE l.id = (command ->> 'leaveId')::uuid);
END
$$;

-- A session that could not be called off and goes on is a task for the secretaries: the doctor is not there.
CREATE FUNCTION engine.settle_leave_item(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  item leave_items;
BEGIN
  PERFORM engine.demand_system();
  -- One after the other for each leave, so that the last one sees that it is the last.
  PERFORM 1 FROM leaves l JOIN leave_items i ON i.leave_id = l.id WHERE i.id = (command ->> 'itemId')::uuid FOR UPDATE OF l;
  UPDATE leave_items AS i SET state = command ->> 'state', code = command ->> 'code', settled_at = clock_timestamp()
   WHERE i.id = (command ->> 'itemId')::uuid AND i.state = 'PENDING'
  RETURNING i.* INTO item;
  IF item.id IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE leaves AS l SET finished_at = clock_timestamp()
   WHERE l.id = item.leave_id AND l.finished_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM leave_items i WHERE i.leave_id = l.id AND i.state = 'PENDING');
  PERFORM engine.open_task('CALL_PATIENT', 'leave/' || item.id, s.id, s.patient_id, p.phone,
                           'The doctor is away, and the session could not be called off.')
     FROM sessions s JOIN patients p ON p.id = s.patient_id
    WHERE s.id = item.session_id AND item.state = 'REFUSED' AND s.status IN ('PENDING', 'APPROVED');
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.unfinished_leaves(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  after uuid := command ->> 'after';
BEGIN
  PERFORM engine.demand_system();
  RETURN (SELECT coalesce(jsonb_agg(x.id ORDER BY x.id), '[]')
            FROM (SELECT l.id FROM leaves l WHERE l.finished_at IS NULL AND (after IS NULL OR l.id > after)
                   ORDER BY l.id LIMIT 100) x);
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.open_availability(jsonb), engine.set_weekly_hours(jsonb), engine.add_exception(jsonb), engine.remove_exception(jsonb),
  engine.open_leave(jsonb) TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION
  engine.load_scheduling_to_book(jsonb), engine.leave_work(jsonb), engine.settle_leave_item(jsonb),
  engine.unfinished_leaves(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;
