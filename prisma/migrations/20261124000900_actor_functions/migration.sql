-- Who acts, as the settings say and the tables confirm. Each is evaluated once per statement by the policies.
SET ROLE clinic_engine;

CREATE FUNCTION engine.actor_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('app.actor_id', true), '')::uuid
$$;

CREATE FUNCTION engine.channel() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(current_setting('app.channel', true), ''), 'NONE')
$$;

-- The role that the actor really has; null where nobody acts or the claim is false. SYSTEM belongs to two logins.
CREATE FUNCTION engine.acting_role() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  claimed text := nullif(current_setting('app.role', true), '');
  actor uuid := nullif(current_setting('app.actor_id', true), '')::uuid;
BEGIN
  IF claimed = 'SYSTEM' THEN
    RETURN CASE WHEN session_user IN ('clinic_worker', 'clinic_owner') THEN claimed END;
  ELSIF claimed = 'ANONYMOUS' THEN
    RETURN claimed;
  ELSIF EXISTS (SELECT 1 FROM users u WHERE u.id = actor AND u.role = claimed AND u.status = 'ACTIVE') THEN
    RETURN claimed;
  ELSIF claimed = 'PATIENT' AND current_setting('app.channel', true) = 'SMS'
    AND EXISTS (SELECT 1 FROM patients p WHERE p.id = actor AND p.user_id IS NULL) THEN
    RETURN claimed;
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.is_system() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('app.role', true) = 'SYSTEM' AND session_user IN ('clinic_worker', 'clinic_owner')
$$;

-- The patient record of a signed-in patient, or of one who answers by SMS without an account.
CREATE FUNCTION engine.own_patient_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_setting('app.role', true) IS DISTINCT FROM 'PATIENT' OR engine.acting_role() IS NULL THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY(
    SELECT p.id FROM patients p
     WHERE p.user_id = engine.actor_id() OR (p.id = engine.actor_id() AND p.user_id IS NULL));
END
$$;

CREATE FUNCTION engine.own_doctor_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_setting('app.role', true) IS DISTINCT FROM 'DOCTOR' OR engine.acting_role() IS NULL THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY(SELECT d.id FROM doctors d WHERE d.user_id = engine.actor_id());
END
$$;

-- Own profile and those that are covered today, by the clinic's calendar.
CREATE FUNCTION engine.decidable_doctor_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  own uuid[] := engine.own_doctor_ids();
BEGIN
  RETURN own || ARRAY(
    SELECT c.doctor_id FROM doctor_cover c, policy p
     WHERE c.cover_doctor_id = ANY (own)
       AND (clock_timestamp() AT TIME ZONE p.time_zone)::date BETWEEN c.starts_on AND c.ends_on);
END
$$;

-- Patients who have, or have had, a session with a doctor for whom the actor may decide.
CREATE FUNCTION engine.doctor_patient_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ARRAY(SELECT DISTINCT s.patient_id FROM sessions s WHERE s.doctor_id = ANY ((SELECT engine.decidable_doctor_ids())::uuid[]))
$$;

-- Names for ids. Everybody who is signed in learns those of staff; a doctor those of their patients, a patient their own.
CREATE FUNCTION engine.people(ids uuid[]) RETURNS TABLE (id uuid, full_name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.id, u.full_name, u.role
    FROM users u
   WHERE u.id = ANY (ids)
     AND ((SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
          OR ((SELECT engine.acting_role()) IN ('PATIENT', 'DOCTOR')
              AND (u.role <> 'PATIENT' OR u.id = engine.actor_id()
                   OR EXISTS (SELECT 1 FROM patients p
                               WHERE p.user_id = u.id AND p.id = ANY ((SELECT engine.doctor_patient_ids())::uuid[])))))
  UNION ALL
  SELECT p.id, p.full_name, 'PATIENT'
    FROM patients p
   WHERE p.id = ANY (ids) AND p.user_id IS NULL
     AND ((SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
          OR p.id = ANY ((SELECT engine.own_patient_ids())::uuid[])
          OR p.id = ANY ((SELECT engine.doctor_patient_ids())::uuid[]))
$$;

-- By the newest entry of the number. For the engine's own functions, whoever acts.
CREATE FUNCTION engine.is_opted_out(number text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT c.kind = 'OPT_OUT' FROM public.consents c WHERE c.phone = number ORDER BY c.id DESC LIMIT 1), false)
$$;

-- The same for whoever may know: staff, and a patient about their own number. Null for everybody else.
CREATE FUNCTION engine.opted_out(number text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF engine.acting_role() IN ('SECRETARY', 'DOCTOR', 'ADMIN', 'SYSTEM')
    OR EXISTS (SELECT 1 FROM patients p WHERE p.phone = number AND p.id = ANY (engine.own_patient_ids())) THEN
    RETURN engine.is_opted_out(number);
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.iso(instant timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION engine.epoch_ms(instant timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (extract(epoch FROM instant) * 1000)::bigint
$$;

GRANT EXECUTE ON FUNCTION
  engine.actor_id(), engine.channel(), engine.acting_role(), engine.is_system(), engine.own_patient_ids(),
  engine.own_doctor_ids(), engine.decidable_doctor_ids(), engine.doctor_patient_ids(), engine.people(uuid[]),
  engine.opted_out(text), engine.iso(timestamptz), engine.epoch_ms(timestamptz)
  TO clinic_owner, clinic_app, clinic_worker;

RESET ROLE;
