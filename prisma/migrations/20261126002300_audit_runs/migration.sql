-- Runs of verifying the audit, so that any API process can tell how far one is. `proof` is the API's own mark on a result: a
-- result that was written by anybody else does not count.
CREATE TABLE audit_runs (
    id uuid NOT NULL,
    started_by uuid NOT NULL,
    started_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    checked bigint NOT NULL DEFAULT 0,
    total bigint NOT NULL DEFAULT 0,
    result text,
    proof text,
    CONSTRAINT audit_runs_pkey PRIMARY KEY (id),
    CONSTRAINT audit_runs_proved CHECK ((result IS NULL) = (proof IS NULL))
);

GRANT SELECT, INSERT, UPDATE, DELETE ON audit_runs TO clinic_engine;
GRANT SELECT ON audit_runs TO clinic_app, clinic_worker;
ALTER TABLE audit_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON audit_runs TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY readable ON audit_runs FOR SELECT TO clinic_app, clinic_worker, clinic_owner
    USING ((SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'));

SET ROLE clinic_engine;

CREATE FUNCTION engine.begin_audit_run(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF engine.acting_role() IS DISTINCT FROM 'ADMIN' THEN
    RAISE EXCEPTION 'For admins only.' USING ERRCODE = 'CS403';
  END IF;
  DELETE FROM audit_runs r WHERE r.seen_at < clock_timestamp() - interval '1 day';
  INSERT INTO audit_runs (id, started_by) VALUES ((command ->> 'id')::uuid, engine.actor_id());
  RETURN NULL;
END
$$;

-- {id, checked, total, result?, proof?}, by whoever began it.
CREATE FUNCTION engine.note_audit_run(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF engine.acting_role() IS DISTINCT FROM 'ADMIN' THEN
    RAISE EXCEPTION 'For admins only.' USING ERRCODE = 'CS403';
  END IF;
  UPDATE audit_runs r
     SET checked = (command ->> 'checked')::bigint, total = (command ->> 'total')::bigint, seen_at = clock_timestamp(),
         result = command ->> 'result', proof = command ->> 'proof'
   WHERE r.id = (command ->> 'id')::uuid AND r.started_by = engine.actor_id() AND r.result IS NULL;
  RETURN NULL;
END
$$;

GRANT EXECUTE ON FUNCTION engine.begin_audit_run(jsonb), engine.note_audit_run(jsonb) TO clinic_owner, clinic_app;
RESET ROLE;
