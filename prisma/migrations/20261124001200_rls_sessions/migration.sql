-- Row-level security, see 20261124001000_rls_people.

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON sessions TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON sessions TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON sessions FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR patient_id = ANY ((SELECT engine.own_patient_ids())::uuid[])
    OR doctor_id = ANY ((SELECT engine.decidable_doctor_ids())::uuid[]));

ALTER TABLE moves ENABLE ROW LEVEL SECURITY;
ALTER TABLE moves FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON moves TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON moves TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON moves FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    EXISTS (SELECT 1 FROM sessions s WHERE s.id = session_id));

ALTER TABLE holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE holds FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON holds TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON holds TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON holds FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR patient_id = ANY ((SELECT engine.own_patient_ids())::uuid[])
    OR doctor_id = ANY ((SELECT engine.decidable_doctor_ids())::uuid[]));

ALTER TABLE status_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE status_history FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON status_history TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON status_history TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON status_history FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    EXISTS (SELECT 1 FROM sessions s WHERE s.id = session_id));

ALTER TABLE decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON decisions TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON decisions TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON decisions FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR actor_id = (SELECT engine.actor_id()) AND (SELECT engine.acting_role()) IN ('PATIENT', 'DOCTOR')
    OR (SELECT engine.acting_role()) = 'DOCTOR' AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = session_id));

-- A decision that was sent and not applied yet is noted among its sender's keys, by the session's id; staff may ask for it.
CREATE POLICY pending_decisions ON idempotency_keys FOR SELECT TO clinic_app USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'DOCTOR', 'ADMIN')
    AND CASE WHEN operation = 'decision' THEN EXISTS (
      SELECT 1 FROM sessions s WHERE s.id = idempotency_keys.body_hash::uuid) END);
