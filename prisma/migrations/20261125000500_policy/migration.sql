-- The policy as admins change it, and open sessions that follow; who may decide in a doctor's place.
ALTER TABLE policy ADD COLUMN told_version integer NOT NULL DEFAULT 1;
GRANT DELETE ON doctor_cover TO clinic_engine;

-- That open sessions were told is no change of the policy.
DROP TRIGGER audit ON policy;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON policy FOR EACH ROW
  EXECUTE FUNCTION engine.audit_row('policy', 'id', '', 'updated_at,told_version');
ALTER TABLE policy ENABLE ALWAYS TRIGGER audit;

SET ROLE clinic_engine;

-- A name of the server's own list, as far as it can be told without reading that list from disk.
CREATE FUNCTION engine.is_time_zone(zone text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM timestamptz '2000-01-01 00:00:00Z' AT TIME ZONE zone;
  RETURN zone ~ '/' OR zone = 'UTC';
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN false;
END
$$;

-- From the earliest reminder to the latest, none twice, none before the booking could be made.
CREATE FUNCTION engine.are_reminders(offsets integer[], horizon_days integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT offsets IS NOT NULL AND cardinality(offsets) <= 10 AND coalesce(array_ndims(offsets), 1) = 1
     AND offsets = ARRAY(SELECT DISTINCT o FROM unnest(offsets) o ORDER BY o DESC)
     AND NOT EXISTS (SELECT 1 FROM unnest(offsets) o WHERE o IS NULL OR o NOT BETWEEN 1 AND horizon_days * 1440)
$$;
GRANT EXECUTE ON FUNCTION engine.is_time_zone(text), engine.are_reminders(integer[], integer) TO clinic_owner;
RESET ROLE;

ALTER TABLE policy
    DROP CONSTRAINT policy_reminders,
    ADD CONSTRAINT policy_reminders CHECK (engine.are_reminders(reminder_offsets_minutes, maximum_horizon_days)),
    ADD CONSTRAINT policy_zone_known CHECK (engine.is_time_zone(time_zone)),
    ADD CONSTRAINT policy_step_divides_day CHECK (1440 % slot_step_minutes = 0),
    ADD CONSTRAINT policy_lead_within_horizon CHECK (minimum_lead_minutes < maximum_horizon_days * 1440),
    -- An hour of the day at least is left for messages.
    ADD CONSTRAINT policy_quiet_ends CHECK (
        mod((extract(epoch FROM quiet_from::time - quiet_to::time) / 60)::integer + 1440, 1440) >= 60),
    ADD CONSTRAINT policy_upper_limits CHECK (
        decision_deadline_minutes <= 525600 AND patient_cancel_cutoff_minutes <= 525600 AND patient_move_cutoff_minutes <= 525600
        AND sign_ins_per_source_per_minute <= 100000 AND sign_ups_per_source_per_hour <= 100000
        AND sms_per_day <= 1000 AND sms_per_week <= 1000),
    ADD CONSTRAINT policy_told CHECK (told_version BETWEEN 1 AND version);

SET ROLE clinic_engine;

-- Puts the given policy in the place of the one with the version before it, or says that this is not the present one.
CREATE FUNCTION engine.update_policy(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  present integer;
  wanted jsonb := command -> 'policy';
BEGIN
  PERFORM engine.require_admin();
  SELECT p.version INTO present FROM policy p WHERE p.id = 1 FOR UPDATE;
  IF present IS DISTINCT FROM (command ->> 'version')::integer THEN
    RETURN '{"outcome": "STALE"}';
  ELSIF engine.is_time_zone(wanted ->> 'timeZone') IS NOT TRUE THEN
    RETURN '{"outcome": "UNKNOWN_ZONE"}';
  END IF;
  UPDATE policy AS p
     SET version = p.version + 1, updated_at = clock_timestamp(),
         clinic_name = wanted ->> 'clinicName', time_zone = wanted ->> 'timeZone',
         minimum_lead_minutes = (wanted ->> 'minimumLeadMinutes')::integer,
         maximum_horizon_days = (wanted ->> 'maximumHorizonDays')::integer,
         slot_step_minutes = (wanted ->> 'slotStepMinutes')::integer,
         default_duration_minutes = (wanted ->> 'defaultDurationMinutes')::integer,
         buffer_before_minutes = (wanted ->> 'bufferBeforeMinutes')::integer,
         buffer_after_minutes = (wanted ->> 'bufferAfterMinutes')::integer,
         decision_deadline_minutes = (wanted ->> 'decisionDeadlineMinutes')::integer,
         decision_lead_minutes = (wanted ->> 'decisionLeadMinutes')::integer,
         reminder_offsets_minutes = ARRAY(
           SELECT r.minutes::integer FROM jsonb_array_elements_text(wanted -> 'reminderOffsetsMinutes') WITH ORDINALITY r(minutes, n) ORDER BY r.n),
         quiet_from = wanted #>> '{quietHours,from}', quiet_to = wanted #>> '{quietHours,to}',
         patient_cancel_cutoff_minutes = (wanted ->> 'patientCancelCutoffMinutes')::integer,
         patient_move_cutoff_minutes = (wanted ->> 'patientMoveCutoffMinutes')::integer,
         patient_self_booking = (wanted ->> 'patientSelfBooking')::boolean,
         lockout_threshold = (wanted ->> 'lockoutThreshold')::integer,
         lockout_minutes = (wanted ->> 'lockoutMinutes')::integer,
         sign_ins_per_source_per_minute = (wanted ->> 'signInsPerSourcePerMinute')::integer,
         sign_ups_per_source_per_hour = (wanted ->> 'signUpsPerSourcePerHour')::integer,
         sms_per_day = (wanted ->> 'smsPerDay')::integer, sms_per_week = (wanted ->> 'smsPerWeek')::integer
   WHERE p.id = 1;
  RETURN jsonb_build_object('outcome', 'UPDATED', 'policy', engine.policy_json());
END
$$;

-- What a request's time to decide is reckoned from; the session stays locked, so that the answer still holds when it is used.
CREATE FUNCTION engine.decision_basis(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  RETURN jsonb_build_object('snapshot', engine.snapshot(current), 'createdAt', engine.iso(current.created_at),
                            'policy', engine.policy_json());
END
$$;

-- Gives a request another time to be decided by. What is decided already stays as it is.
CREATE FUNCTION engine.renew_decision_due(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  current sessions;
  due timestamptz(3) := command ->> 'decisionDueAt';
  ids uuid[];
BEGIN
  PERFORM engine.require_system();
  current := engine.lock_session((command ->> 'sessionId')::uuid);
  IF current.status <> 'PENDING' THEN
    RETURN engine.step('REFUSED', 'invalid_transition', current, '{}');
  ELSIF current.decision_due_at = due THEN
    RETURN engine.step('APPLIED', NULL, current, '{}');
  END IF;
  UPDATE sessions AS s SET decision_due_at = due, version = s.version + 1 WHERE s.id = current.id RETURNING s.* INTO current;
  ids := engine.record_version(current, 'POLICY_CHANGED', current.status,
                               format('Policy version %s: to be decided by %s', command ->> 'policyVersion', engine.iso(due)),
                               NULL, command -> 'announcements');
  RETURN engine.step('APPLIED', NULL, current, ids);
END
$$;

-- Sessions to which the policy still matters, in order of their ids; with `sinceChange` those that were booked while or
-- after the policy was changed, and may have been reckoned by the one before.
CREATE FUNCTION engine.sessions_under_policy(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  since timestamptz := CASE WHEN (command ->> 'sinceChange')::boolean
                            THEN (SELECT p.updated_at - interval '1 minute' FROM policy p) ELSE '-infinity' END;
BEGIN
  PERFORM engine.require_system();
  RETURN coalesce((
    SELECT jsonb_agg(x.id ORDER BY x.id)
      FROM (SELECT s.id FROM sessions s
             WHERE s.status IN ('PENDING', 'APPROVED') AND s.deleted_at IS NULL AND s.created_at >= since
               AND s.id > coalesce((command ->> 'after')::uuid, '00000000-0000-0000-0000-000000000000')
             ORDER BY s.id LIMIT (command ->> 'limit')::integer) x), '[]');
END
$$;

CREATE FUNCTION engine.policy_told(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  UPDATE policy SET told_version = (command ->> 'version')::integer WHERE told_version < (command ->> 'version')::integer;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.cover_entries(command jsonb) RETURNS TABLE (n integer, doctor uuid, first_day date, last_day date)
LANGUAGE sql IMMUTABLE AS $$
  SELECT e.n::integer - 1, (e.entry ->> 'doctorId')::uuid, (e.entry ->> 'from')::date, (e.entry ->> 'to')::date
    FROM jsonb_array_elements(command -> 'entries') WITH ORDINALITY e(entry, n)
$$;

-- Who decides in a doctor's place from today on: entries `{doctorId, from, to}`, both days included. Days that are over stay
-- as they were; an entry may begin in the past only where those days were covered so.
CREATE FUNCTION engine.set_doctor_cover(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  covered uuid := (command ->> 'doctorId')::uuid;
  today date := (SELECT (clock_timestamp() AT TIME ZONE p.time_zone)::date FROM policy p);
  wrong integer;
BEGIN
  IF engine.acting_role() IS DISTINCT FROM 'ADMIN' AND covered <> ALL (engine.own_doctor_ids()) THEN
    RAISE EXCEPTION 'For the doctor and admins only.' USING ERRCODE = 'CS403';
  END IF;
  PERFORM 1 FROM doctors d WHERE d.id = covered FOR UPDATE;
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

-- Rows whose days from today on are wanted just so are left alone, whatever was before today.
CREATE FUNCTION engine.replace_cover(covered uuid, today date, command jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  kept uuid[] := ARRAY(
    SELECT c.id FROM public.doctor_cover c JOIN engine.cover_entries(command) e
        ON e.doctor = c.cover_doctor_id AND e.last_day = c.ends_on AND greatest(e.first_day, today) = greatest(c.starts_on, today)
     WHERE c.doctor_id = covered AND c.ends_on >= today);
BEGIN
  DELETE FROM public.doctor_cover c WHERE c.doctor_id = covered AND c.starts_on >= today AND c.id <> ALL (kept);
  UPDATE public.doctor_cover c SET ends_on = today - 1
   WHERE c.doctor_id = covered AND c.starts_on < today AND c.ends_on >= today AND c.id <> ALL (kept);
  INSERT INTO public.doctor_cover (id, doctor_id, cover_doctor_id, starts_on, ends_on)
  SELECT gen_random_uuid(), covered, e.doctor, greatest(e.first_day, today), e.last_day
    FROM engine.cover_entries(command) e
   WHERE e.last_day >= today
     AND NOT EXISTS (SELECT 1 FROM public.doctor_cover c
                      WHERE c.id = ANY (kept) AND c.cover_doctor_id = e.doctor AND c.ends_on = e.last_day
                        AND greatest(c.starts_on, today) = greatest(e.first_day, today));
END
$$;

GRANT EXECUTE ON FUNCTION engine.update_policy(jsonb), engine.set_doctor_cover(jsonb) TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION
  engine.decision_basis(jsonb), engine.renew_decision_due(jsonb), engine.sessions_under_policy(jsonb), engine.policy_told(jsonb)
  TO clinic_owner, clinic_worker;
RESET ROLE;
