-- Row-level security, see 20261124001000_rls_people.

ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON notifications TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON notifications TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON notifications FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM')
    OR session_id IS NOT NULL AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = session_id)
       AND (recipient = 'PATIENT' OR (SELECT engine.acting_role()) <> 'PATIENT'));

ALTER TABLE prompts ENABLE ROW LEVEL SECURITY;
ALTER TABLE prompts FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON prompts TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON prompts TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON prompts FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    EXISTS (SELECT 1 FROM sessions s WHERE s.id = session_id));

ALTER TABLE delivery_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE delivery_receipts FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON delivery_receipts TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON delivery_receipts TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON delivery_receipts FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'));

ALTER TABLE inbound_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbound_messages FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON inbound_messages TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON inbound_messages TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON inbound_messages FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM'));

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON tasks TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON tasks TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON tasks FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('SECRETARY', 'ADMIN', 'SYSTEM'));

ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_read ON audit_entries FOR SELECT TO clinic_engine USING (true);
CREATE POLICY engine_append ON audit_entries FOR INSERT TO clinic_engine WITH CHECK (true);
CREATE POLICY readable ON audit_entries FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'));

ALTER TABLE audit_private ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_private FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_read ON audit_private FOR SELECT TO clinic_engine USING (true);
CREATE POLICY engine_append ON audit_private FOR INSERT TO clinic_engine WITH CHECK (true);
CREATE POLICY readable ON audit_private FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    (SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'));
