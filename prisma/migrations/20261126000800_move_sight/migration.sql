-- A doctor who is asked to take a session over sees it, as long as the question is open, and who the patient is.
SET ROLE clinic_engine;

CREATE FUNCTION engine.asked_session_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ARRAY(SELECT m.session_id FROM moves m
                WHERE m.status = 'PROPOSED' AND m.doctor_id = ANY ((SELECT engine.decidable_doctor_ids())::uuid[]))
$$;

CREATE OR REPLACE FUNCTION engine.doctor_patient_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ARRAY(SELECT s.patient_id FROM sessions s WHERE s.doctor_id = ANY ((SELECT engine.decidable_doctor_ids())::uuid[])
               UNION
               SELECT s.patient_id FROM sessions s WHERE s.id = ANY ((SELECT engine.asked_session_ids())::uuid[]))
$$;

GRANT EXECUTE ON FUNCTION engine.asked_session_ids() TO clinic_owner, clinic_app, clinic_worker;
RESET ROLE;

DROP POLICY readable ON sessions;
CREATE POLICY readable ON sessions FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR patient_id = ANY ((SELECT engine.own_patient_ids())::uuid[])
    OR doctor_id = ANY ((SELECT engine.decidable_doctor_ids())::uuid[])
    OR id = ANY ((SELECT engine.asked_session_ids())::uuid[]));
