-- Row-level security, see 20261124001000_rls_people.

ALTER TABLE doctors ENABLE ROW LEVEL SECURITY;
ALTER TABLE doctors FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON doctors TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON doctors TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON doctors FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN', 'SYSTEM'));

ALTER TABLE doctor_cover ENABLE ROW LEVEL SECURITY;
ALTER TABLE doctor_cover FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON doctor_cover TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON doctor_cover TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON doctor_cover FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'DOCTOR', 'ADMIN', 'SYSTEM'));

ALTER TABLE rooms ENABLE ROW LEVEL SECURITY;
ALTER TABLE rooms FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON rooms TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON rooms TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON rooms FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN', 'SYSTEM'));
CREATE POLICY admin_insert ON rooms FOR INSERT TO clinic_app
    WITH CHECK ((SELECT engine.acting_role()) = 'ADMIN');
CREATE POLICY admin_update ON rooms FOR UPDATE TO clinic_app
    USING ((SELECT engine.acting_role()) = 'ADMIN') WITH CHECK ((SELECT engine.acting_role()) = 'ADMIN');

ALTER TABLE availability_periods ENABLE ROW LEVEL SECURITY;
ALTER TABLE availability_periods FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON availability_periods TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON availability_periods TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON availability_periods FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR doctor_id = ANY ((SELECT engine.own_doctor_ids())::uuid[]));

ALTER TABLE availability_stretches ENABLE ROW LEVEL SECURITY;
ALTER TABLE availability_stretches FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON availability_stretches TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON availability_stretches TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON availability_stretches FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    EXISTS (SELECT 1 FROM availability_periods p WHERE p.id = period_id));

ALTER TABLE availability_exceptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE availability_exceptions FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON availability_exceptions TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON availability_exceptions TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON availability_exceptions FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR doctor_id = ANY ((SELECT engine.own_doctor_ids())::uuid[]));

ALTER TABLE policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON policy TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON policy TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON policy FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IS NOT NULL);
