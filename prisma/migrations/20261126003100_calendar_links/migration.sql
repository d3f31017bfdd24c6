-- Links to calendars. A link's token is made from the person and this count by a key that the database does not have, so that
-- nothing here opens a calendar; counting on ends the link of before. Without a row the count is 0.
CREATE TABLE calendar_links (
    user_id uuid NOT NULL,
    generation integer NOT NULL DEFAULT 0,
    renewed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT calendar_links_pkey PRIMARY KEY (user_id),
    CONSTRAINT calendar_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT
);
ALTER TABLE calendar_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_links FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON calendar_links TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON calendar_links TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));
CREATE POLICY readable ON calendar_links FOR SELECT TO clinic_app, clinic_worker, clinic_owner USING (
    user_id = (SELECT engine.actor_id()) AND (SELECT engine.acting_role()) IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN')
    OR (SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'));
GRANT SELECT, INSERT, UPDATE ON calendar_links TO clinic_engine;
GRANT SELECT ON calendar_links TO clinic_app, clinic_worker;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON calendar_links FOR EACH ROW
  EXECUTE FUNCTION engine.audit_row('auth', 'user_id', '', '');
ALTER TABLE calendar_links ENABLE ALWAYS TRIGGER audit;

SET ROLE clinic_engine;

-- Ends the acting person's link and begins another. In person only.
CREATE FUNCTION engine.renew_calendar_link(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  link calendar_links;
BEGIN
  PERFORM engine.require_in_person();
  INSERT INTO calendar_links AS l (user_id, generation, renewed_at) VALUES (engine.actor_id(), 1, clock_timestamp())
  ON CONFLICT (user_id) DO UPDATE SET generation = l.generation + 1, renewed_at = clock_timestamp()
  RETURNING * INTO link;
  RETURN jsonb_build_object('generation', link.generation, 'renewedAt', engine.iso(link.renewed_at));
END
$$;

-- As whom a link reads, and which generation of it holds; null for nobody. The caller holds the key, and checks.
CREATE FUNCTION engine.calendar_subject(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object('role', u.role, 'generation', coalesce(l.generation, 0))
            FROM users u LEFT JOIN calendar_links l ON l.user_id = u.id
           WHERE u.id = (command ->> 'userId')::uuid AND u.status = 'ACTIVE');
END
$$;

GRANT EXECUTE ON FUNCTION engine.renew_calendar_link(jsonb), engine.calendar_subject(jsonb) TO clinic_owner, clinic_app;
RESET ROLE;
