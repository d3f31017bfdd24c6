-- Row-level security: FORCE binds the owner too. `engine_all` is for the functions of the schema engine; `system_all` is for
-- seeding by the owner's login as SYSTEM; `readable` is what an actor may see. No actor, no rows.

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON users TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON users TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON users FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    id = (SELECT engine.actor_id()) AND (SELECT engine.acting_role()) IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN')
    OR (SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'));

ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;
ALTER TABLE credentials FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON credentials TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON credentials TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

ALTER TABLE auth_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON auth_sessions TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON auth_sessions TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

ALTER TABLE sign_in_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON sign_in_attempts TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON sign_in_attempts TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
ALTER TABLE patients FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON patients TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON patients TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON patients FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR id = ANY ((SELECT engine.own_patient_ids())::uuid[])
    OR id = ANY ((SELECT engine.doctor_patient_ids())::uuid[]));
CREATE POLICY staff_insert ON patients FOR INSERT TO clinic_app
    WITH CHECK ((SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN') AND user_id IS NULL);
CREATE POLICY staff_and_own_update ON patients FOR UPDATE TO clinic_app
    USING ((SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN') OR id = ANY ((SELECT engine.own_patient_ids())::uuid[]))
    WITH CHECK ((SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN') OR id = ANY ((SELECT engine.own_patient_ids())::uuid[]));

ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON consents TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON consents TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON consents FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM'));

ALTER TABLE chat_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_identities FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON chat_identities TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON chat_identities TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON chat_identities FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    user_id = (SELECT engine.actor_id()) AND (SELECT engine.acting_role()) IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN')
    OR (SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'));

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON idempotency_keys TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON idempotency_keys TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY own_keys ON idempotency_keys TO clinic_app
    USING (caller_id = (SELECT engine.actor_id()) AND (SELECT engine.acting_role()) IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN'))
    WITH CHECK (caller_id = (SELECT engine.actor_id()) AND (SELECT engine.acting_role()) IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN'));
