SET ROLE clinic_engine;

-- Busy time without identities: row-level security would blind the slot engine. A patient may ask about themselves only.
CREATE FUNCTION engine.busy(doctors uuid[], rooms uuid[], patient uuid, span tstzrange, ignored uuid DEFAULT NULL)
RETURNS TABLE (resource text, resource_id uuid, busy_range tstzrange)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 'doctor', h.doctor_id, h.doctor_range
    FROM unnest(doctors) AS d(id) JOIN holds h
      ON h.doctor_id = d.id AND h.doctor_range && span AND h.active AND NOT h.exempt_doctor
   WHERE h.session_id IS DISTINCT FROM ignored AND (SELECT engine.acting_role()) NOT IN ('ANONYMOUS')
  UNION ALL
  SELECT 'room', h.room_id, h.slot_range
    FROM unnest(rooms) AS r(id) JOIN holds h
      ON h.room_id = r.id AND h.slot_range && span AND h.active AND NOT h.exempt_room
   WHERE h.session_id IS DISTINCT FROM ignored AND (SELECT engine.acting_role()) NOT IN ('ANONYMOUS')
  UNION ALL
  SELECT 'patient', h.patient_id, h.slot_range
    FROM holds h
   WHERE h.patient_id = patient AND h.slot_range && span AND h.active AND NOT h.exempt_patient
     AND h.session_id IS DISTINCT FROM ignored
     AND ((SELECT engine.acting_role()) IN ('SECRETARY', 'DOCTOR', 'ADMIN', 'SYSTEM')
          OR patient = ANY ((SELECT engine.own_patient_ids())::uuid[]))
  UNION ALL
  SELECT x.resource, x.resource_id, x.busy_range
    FROM holds h
    CROSS JOIN LATERAL (VALUES ('doctor', h.doctor_id, h.doctor_range, h.exempt_doctor AND h.doctor_id = ANY (doctors)),
                               ('room', h.room_id, h.slot_range, h.exempt_room AND h.room_id = ANY (rooms)),
                               ('patient', h.patient_id, h.slot_range, h.exempt_patient AND h.patient_id = patient
                                   AND ((SELECT engine.acting_role()) IN ('SECRETARY', 'DOCTOR', 'ADMIN', 'SYSTEM')
                                        OR patient = ANY ((SELECT engine.own_patient_ids())::uuid[]))))
      AS x(resource, resource_id, busy_range, applies)
   WHERE h.active AND (h.exempt_doctor OR h.exempt_room OR h.exempt_patient) AND x.applies
     AND x.busy_range && span AND h.session_id IS DISTINCT FROM ignored
     AND (SELECT engine.acting_role()) NOT IN ('ANONYMOUS')
$$;

CREATE FUNCTION engine.policy_json() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jsonb_build_object(
    'version', p.version, 'clinicName', p.clinic_name, 'timeZone', p.time_zone,
    'minimumLeadMinutes', p.minimum_lead_minutes, 'maximumHorizonDays', p.maximum_horizon_days,
    'slotStepMinutes', p.slot_step_minutes, 'defaultDurationMinutes', p.default_duration_minutes,
    'bufferBeforeMinutes', p.buffer_before_minutes, 'bufferAfterMinutes', p.buffer_after_minutes,
    'decisionDeadlineMinutes', p.decision_deadline_minutes, 'decisionLeadMinutes', p.decision_lead_minutes,
    'reminderOffsetsMinutes', to_jsonb(p.reminder_offsets_minutes),
    'quietHours', jsonb_build_object('from', p.quiet_from, 'to', p.quiet_to),
    'patientCancelCutoffMinutes', p.patient_cancel_cutoff_minutes,
    'patientMoveCutoffMinutes', p.patient_move_cutoff_minutes, 'patientSelfBooking', p.patient_self_booking,
    'lockoutThreshold', p.lockout_threshold, 'lockoutMinutes', p.lockout_minutes,
    'signInsPerSourcePerMinute', p.sign_ins_per_source_per_minute,
    'signUpsPerSourcePerHour', p.sign_ups_per_source_per_hour, 'smsPerDay', p.sms_per_day, 'smsPerWeek', p.sms_per_week)
    FROM policy p WHERE p.id = 1
$$;

CREATE FUNCTION engine.availability_json(doctor uuid, from_day date, to_day date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jsonb_build_object(
    'periods', coalesce((
      SELECT jsonb_agg(jsonb_build_object('validFrom', a.valid_from, 'validTo', a.valid_to, 'weekly', coalesce((
               SELECT jsonb_agg(jsonb_build_object('weekday', s.weekday, 'startMinute', s.start_minute,
                                                   'endMinute', s.end_minute, 'breaks', s.breaks)
                                ORDER BY s.weekday, s.start_minute)
                 FROM availability_stretches s WHERE s.period_id = a.id), '[]'::jsonb)) ORDER BY a.valid_from)
        FROM availability_periods a
       WHERE a.doctor_id = doctor AND a.valid_from <= to_day AND (a.valid_to IS NULL OR a.valid_to >= from_day)), '[]'::jsonb),
    'exceptions', coalesce((
      SELECT jsonb_agg(jsonb_build_object('from', e.from_date, 'to', e.to_date, 'kind', e.kind,
                                          'startMinute', e.start_minute, 'endMinute', e.end_minute)
                       ORDER BY e.from_date, e.id)
        FROM availability_exceptions e
       WHERE e.doctor_id = doctor AND e.from_date <= to_day AND e.to_date >= from_day), '[]'::jsonb))
$$;

-- Everything the rule engine asks for, in one round trip. Rooms: the least used in the window first.
CREATE FUNCTION engine.load_scheduling(command jsonb) RETURNS jsonb
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
    SELECT * FROM engine.busy(ARRAY[wanted_doctor], rooms_asked, (command ->> 'patientId')::uuid,
                              tstzrange(starts, ends), (command ->> 'ignoreSessionId')::uuid)
  )
  SELECT coalesce((SELECT jsonb_agg(jsonb_build_object(
                     'resource', b.resource, 'resourceId', b.resource_id,
                     'startMs', engine.epoch_ms(lower(b.busy_range)), 'endMs', engine.epoch_ms(upper(b.busy_range)))) FROM b),
                  '[]'::jsonb),
         coalesce((SELECT jsonb_agg(r.id ORDER BY r.used, r.name)
                     FROM (SELECT ro.id, ro.name, count(b.resource_id) AS used
                             FROM rooms ro LEFT JOIN b ON b.resource = 'room' AND b.resource_id = ro.id
                            WHERE ro.id = ANY (rooms_asked) GROUP BY ro.id, ro.name) r), '[]'::jsonb)
    INTO busy_ranges, rooms_in_order;
  RETURN jsonb_build_object('doctor', doctor, 'roomIds', rooms_in_order, 'busy', busy_ranges, 'policy', engine.policy_json())
      || engine.availability_json(wanted_doctor, starts::date - 2, ends::date + 2);
END
$$;

GRANT EXECUTE ON FUNCTION engine.busy(uuid[], uuid[], uuid, tstzrange, uuid), engine.load_scheduling(jsonb)
  TO clinic_owner, clinic_app, clinic_worker;
RESET ROLE;
