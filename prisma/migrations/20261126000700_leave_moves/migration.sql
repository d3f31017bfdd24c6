SET ROLE clinic_engine;

-- Times with a doctor that are to come: those of sessions, and those that open moves propose.
CREATE FUNCTION engine.times_ahead(doctor uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'moveId', x.move_id, 'startMs', engine.epoch_ms(x.starts_at),
                                               'endMs', engine.epoch_ms(x.ends_at))
                            ORDER BY x.starts_at, x.id), '[]')
    FROM (SELECT s.id, NULL::uuid AS move_id, s.starts_at, s.ends_at
            FROM public.sessions s
           WHERE s.doctor_id = doctor AND s.status IN ('PENDING', 'APPROVED') AND s.deleted_at IS NULL
             AND s.starts_at > clock_timestamp()
          UNION ALL
          SELECT m.session_id, m.id, m.starts_at, m.ends_at
            FROM public.moves m
           WHERE m.doctor_id = doctor AND m.status = 'PROPOSED' AND m.starts_at > clock_timestamp()) x
$$;

-- As before; and `sessions` are times: a session with an open move may be there twice.
CREATE OR REPLACE FUNCTION engine.open_availability(command jsonb) RETURNS jsonb
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
    'sessions', engine.times_ahead(doctor));
END
$$;

-- As before; and sessions may be moved. Of a session that is only to come to this doctor, the open move is what is settled.
CREATE OR REPLACE FUNCTION engine.open_leave(command jsonb) RETURNS jsonb
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
          CASE WHEN NOT command -> 'items' @? '$[*] ? (@.action != "KEEP")' THEN clock_timestamp() END);
  INSERT INTO leave_items (leave_id, session_id, action, starts_at, move_id, state, settled_at)
  SELECT leave, s.id, i.action, i."startsAt", CASE WHEN s.doctor_id <> doctor OR m.id = i."moveId" THEN m.id END,
         CASE i.action WHEN 'KEEP' THEN 'DONE' ELSE 'PENDING' END, CASE i.action WHEN 'KEEP' THEN clock_timestamp() END
    FROM jsonb_to_recordset(command -> 'items') AS i("sessionId" uuid, action text, "startsAt" timestamptz, "moveId" uuid)
    JOIN sessions s ON s.id = i."sessionId"
    LEFT JOIN moves m ON m.session_id = s.id AND m.status = 'PROPOSED' AND m.doctor_id = doctor
   WHERE s.doctor_id = doctor OR m.id IS NOT NULL;
  RETURN NULL;
END
$$;

-- As before; and what is to be done with each.
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
               SELECT jsonb_agg(jsonb_build_object('id', i.id, 'sessionId', i.session_id, 'action', i.action,
                                                   'startsAt', engine.iso(i.starts_at), 'moveId', i.move_id) ORDER BY i.id)
                 FROM (SELECT x.* FROM leave_items x
                        WHERE x.leave_id = l.id AND x.state = 'PENDING'
                          AND (wanted IS NULL OR x.id = wanted) AND (after IS NULL OR x.id > after)
                        ORDER BY x.id LIMIT (command ->> 'limit')::integer) i), '[]'))
      FROM leaves l WHERE l.id = (command ->> 'leaveId')::uuid);
END
$$;

-- What a secretary is to do where an item could not be carried out and the session goes on.
CREATE FUNCTION engine.open_leave_task(item public.leave_items) RETURNS void LANGUAGE sql AS $$
  SELECT engine.open_task(
           CASE WHEN item.action = 'MOVE' AND item.code IN ('slot_taken', 'slot_not_bookable') THEN 'NO_ALTERNATIVE' ELSE 'CALL_PATIENT' END,
           'leave/' || item.id, s.id, s.patient_id, p.phone,
           CASE WHEN item.move_id IS NOT NULL THEN 'The doctor is away at the proposed time, and the proposal still stands.'
                WHEN item.action = 'MOVE' AND item.code IN ('slot_taken', 'slot_not_bookable')
                  THEN 'The doctor is away, and no other time was found.'
                WHEN item.action = 'MOVE' THEN 'The doctor is away, and the session could not be moved.'
                ELSE 'The doctor is away, and the session could not be called off.' END)
    FROM public.sessions s JOIN public.patients p ON p.id = s.patient_id
   WHERE s.id = item.session_id AND s.status IN ('PENDING', 'APPROVED')
$$;

CREATE OR REPLACE FUNCTION engine.settle_leave_item(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  item leave_items;
BEGIN
  PERFORM engine.require_system();
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
  IF item.state = 'REFUSED' THEN
    PERFORM engine.open_leave_task(item);
  END IF;
  RETURN NULL;
END
$$;

RESET ROLE;
