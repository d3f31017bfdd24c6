SET ROLE clinic_engine;

-- Who decides in a doctor's place from today on: entries `{doctorId, from, to}`, both days included. Days that are over stay
-- as they were; an entry may begin in the past only where those days were covered so.
CREATE OR REPLACE FUNCTION engine.set_doctor_cover(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  covered uuid := (command ->> 'doctorId')::uuid;
  today date := (SELECT (clock_timestamp() AT TIME ZONE p.time_zone)::date FROM policy p);
  wrong integer;
BEGIN
  IF engine.acting_role() IS DISTINCT FROM 'ADMIN' AND covered <> ALL (engine.own_doctor_ids()) THEN
    RAISE EXCEPTION 'For the doctor and admins only.' USING ERRCODE = 'CS403';
  END IF;
  -- No stronger: two doctors who name each other share the keys of both rows.
  PERFORM 1 FROM doctors d WHERE d.id = covered FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN '{"outcome": "ABSENT"}';
  END IF;
  SELECT min(e.n) INTO wrong FROM engine.cover_entries(command) e
   WHERE e.last_day >= today AND NOT EXISTS (SELECT 1 FROM doctors d WHERE d.id = e.doctor AND d.active);
  IF wrong IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'UNKNOWN_DOCTOR', 'index', wrong);
  END IF;
  SELECT min(e.n) INTO wrong FROM engine.cover_entries(command) e
   WHERE e.first_day < today AND NOT coalesce(
           (SELECT range_agg(daterange(c.starts_on, c.ends_on, '[]')) FROM doctor_cover c
             WHERE c.doctor_id = covered AND c.cover_doctor_id = e.doctor)
           @> daterange(e.first_day, least(e.last_day + 1, today)), false);
  IF wrong IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'PAST_DATE', 'index', wrong);
  END IF;
  PERFORM engine.replace_cover(covered, today, command);
  RETURN '{"outcome": "SET"}';
END
$$;

-- Everything the rule engine asks for, in one round trip. Rooms: the least used in the window first. Busy time is one text
-- per resource, `start-end start-end …` in epoch milliseconds: a JSON object per session, or a call of `epoch_ms`, which is not
-- inlined, costs most of the time.
CREATE OR REPLACE FUNCTION engine.load_scheduling(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  wanted_doctor uuid := (command ->> 'doctorId')::uuid;
  wanted_room uuid := (command ->> 'roomId')::uuid;
  starts timestamptz := to_timestamp((command ->> 'fromMs')::double precision / 1000);
  ends timestamptz := to_timestamp((command ->> 'toMs')::double precision / 1000);
  rooms_asked uuid[];
  doctor jsonb;
  busy_ranges jsonb;
  rooms_in_order jsonb;
BEGIN
  IF coalesce(engine.acting_role(), 'ANONYMOUS') = 'ANONYMOUS' THEN
    RAISE EXCEPTION 'Nobody acts.' USING ERRCODE = 'CS403';
  END IF;
  SELECT jsonb_build_object('id', d.id, 'active', d.active, 'timeZone', d.time_zone)
    INTO doctor FROM doctors d WHERE d.id = wanted_doctor;
  IF doctor IS NULL THEN
    RETURN NULL;
  END IF;
  rooms_asked := ARRAY(SELECT r.id FROM rooms r WHERE r.active AND (wanted_room IS NULL OR r.id = wanted_room));
  WITH b AS MATERIALIZED (
    SELECT x.resource, x.resource_id, count(*) AS used,
           string_agg((date_part('epoch', lower(x.busy_range)) * 1000)::bigint || '-'
                      || (date_part('epoch', upper(x.busy_range)) * 1000)::bigint, ' ') AS ranges
      FROM engine.busy(ARRAY[wanted_doctor], rooms_asked, (command ->> 'patientId')::uuid,
                       tstzrange(starts, ends), (command ->> 'ignoreSessionId')::uuid) x
     GROUP BY x.resource, x.resource_id
  )
  SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('resource', b.resource, 'resourceId', b.resource_id, 'ranges', b.ranges))
                     FROM b), '[]'::jsonb),
         coalesce((SELECT jsonb_agg(r.id ORDER BY coalesce(b.used, 0), r.name)
                     FROM rooms r LEFT JOIN b ON b.resource = 'room' AND b.resource_id = r.id
                    WHERE r.id = ANY (rooms_asked)), '[]'::jsonb)
    INTO busy_ranges, rooms_in_order;
  RETURN jsonb_build_object('doctor', doctor, 'roomIds', rooms_in_order, 'busy', busy_ranges, 'policy', engine.policy_json())
      || engine.availability_json(wanted_doctor, starts::date - 2, ends::date + 2);
END
$$;

-- One function says that something is for the system only.
DO $$
DECLARE
  caller regprocedure;
BEGIN
  FOR caller IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'engine'::regnamespace AND p.prosrc LIKE '%engine.demand\_system()%' LOOP
    EXECUTE replace(pg_get_functiondef(caller), 'engine.demand_system()', 'engine.require_system()');
  END LOOP;
END
$$;
DROP FUNCTION engine.demand_system();

RESET ROLE;
