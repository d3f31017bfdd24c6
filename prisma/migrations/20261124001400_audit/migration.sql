-- The audit writes itself: triggers in the same transaction as the change. They also fire where replication roles are set.
SET ROLE clinic_engine;

-- The one writer. Personal values come in as parallel arrays and stay behind in audit_private.
CREATE FUNCTION engine.write_audit(
  entity text, entity_id text, action text, before jsonb, after jsonb, reason text,
  paths text[] DEFAULT NULL, salts bytea[] DEFAULT NULL, "values" text[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  entry bigint;
BEGIN
  INSERT INTO public.audit_entries AS e
    (at, xid, actor_id, actor_role, channel, request_id, db_user, entity, entity_id, action, before, after, reason)
  VALUES
    (clock_timestamp(), pg_current_xact_id(), nullif(current_setting('app.actor_id', true), '')::uuid,
     coalesce(nullif(current_setting('app.role', true), ''), 'NONE'),
     coalesce(nullif(current_setting('app.channel', true), ''), 'NONE'),
     coalesce(current_setting('app.request_id', true), ''), session_user, entity, entity_id, action, before, after, reason)
  RETURNING e.id INTO entry;
  IF paths IS NOT NULL THEN
    INSERT INTO public.audit_private (entry_id, path, salt, value)
    SELECT entry, p.path, p.salt, p.value FROM unnest(paths, salts, "values") AS p(path, salt, value);
  END IF;
END
$$;

-- What stands in the audit for a personal value: it proves the value to whoever has the salt.
CREATE FUNCTION engine.commitment(salt bytea, plain text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT to_jsonb('sha256:' || encode(sha256(salt || convert_to(plain, 'UTF8')), 'hex'))
$$;

-- Arguments: entity, key column, personal columns, columns that are left out (both comma separated).
CREATE FUNCTION engine.audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - string_to_array(TG_ARGV[3], ',') END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - string_to_array(TG_ARGV[3], ',') END;
  key_value text := coalesce(new_row, old_row) ->> TG_ARGV[1];
  action text := CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'DELETE' THEN 'delete' ELSE 'update' END;
  reason text;
  paths text[];
  salts bytea[];
  private_values text[];
  name text;
  salt bytea;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key)
      INTO old_row, new_row
      FROM jsonb_each(old_row) o WHERE o.value IS DISTINCT FROM new_row -> o.key;
    IF new_row IS NULL THEN
      RETURN NULL;
    END IF;
    IF new_row ? 'status' OR new_row ? 'state' THEN
      action := 'status';
    END IF;
  END IF;
  reason := new_row ->> 'reason_category';
  FOREACH name IN ARRAY string_to_array(TG_ARGV[2], ',') LOOP
    IF new_row ->> name IS NOT NULL THEN
      salt := uuid_send(gen_random_uuid());
      paths := paths || ('after.' || name);
      salts := salts || salt;
      private_values := private_values || (new_row ->> name);
      new_row := jsonb_set(new_row, ARRAY[name], engine.commitment(salt, new_row ->> name));
    END IF;
    IF old_row ->> name IS NOT NULL THEN
      salt := uuid_send(gen_random_uuid());
      paths := paths || ('before.' || name);
      salts := salts || salt;
      private_values := private_values || (old_row ->> name);
      old_row := jsonb_set(old_row, ARRAY[name], engine.commitment(salt, old_row ->> name));
    END IF;
  END LOOP;
  PERFORM engine.write_audit(TG_ARGV[0], key_value, action, old_row, new_row, reason, paths, salts, private_values);
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Erasure, the only reason to delete private values, runs as the engine.
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_private' AND current_user = 'clinic_engine' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The audit refuses %.', TG_OP USING ERRCODE = '42501';
END
$$;

-- What changes no row. The kinds are a closed list; the actor is the transaction's. Signing in writes its own entries.
CREATE FUNCTION engine.audit_event(kind text, entity text, entity_id text, details jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce(engine.acting_role(), 'ANONYMOUS') = 'ANONYMOUS' THEN
    RAISE EXCEPTION 'Nobody acts.' USING ERRCODE = 'CS403';
  ELSIF kind IS NULL OR kind NOT IN ('export', 'read') THEN
    RAISE EXCEPTION 'Unknown kind of audit event.' USING ERRCODE = '22023';
  END IF;
  PERFORM engine.write_audit(entity, entity_id, kind, NULL, details, NULL);
END
$$;

CREATE FUNCTION engine.audit_event(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.audit_event(command ->> 'kind', command ->> 'entity', command ->> 'entityId', command -> 'details');
  RETURN NULL;
END
$$;

GRANT EXECUTE ON FUNCTION engine.audit_event(text, text, text, jsonb), engine.audit_event(jsonb)
  TO clinic_owner, clinic_app, clinic_worker;
GRANT EXECUTE ON FUNCTION engine.audit_row(), engine.refuse_change() TO clinic_owner;
RESET ROLE;

CREATE FUNCTION pg_temp.audited(relation regclass, entity text, key text, personal text, omitted text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION engine.audit_row(%L, %L, %L, %L)',
    relation, entity, key, personal, omitted);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit', relation);
END
$$;

SELECT pg_temp.audited('users', 'user', 'id', 'email,full_name,phone', '');
SELECT pg_temp.audited('credentials', 'auth', 'user_id', '', 'password_hash');
SELECT pg_temp.audited('chat_identities', 'auth', 'user_id', 'subject', '');
SELECT pg_temp.audited('patients', 'patient', 'id', 'email,full_name,phone', '');
SELECT pg_temp.audited('consents', 'consent', 'patient_id', 'phone', '');
SELECT pg_temp.audited('doctors', 'doctor', 'id', 'full_name', '');
SELECT pg_temp.audited('doctor_cover', 'doctor', 'doctor_id', '', '');
SELECT pg_temp.audited('rooms', 'room', 'id', '', '');
SELECT pg_temp.audited('availability_periods', 'availability', 'doctor_id', '', '');
SELECT pg_temp.audited('availability_stretches', 'availability', 'period_id', '', '');
SELECT pg_temp.audited('availability_exceptions', 'availability', 'doctor_id', 'reason', '');
SELECT pg_temp.audited('policy', 'policy', 'id', '', 'updated_at');
SELECT pg_temp.audited('sessions', 'session', 'id', 'visit_reason,note,reason,telehealth_url', 'body_hash');
SELECT pg_temp.audited('moves', 'move', 'id', 'reason', '');
SELECT pg_temp.audited('tasks', 'task', 'id', 'phone,text,note', 'origin_key');

CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION engine.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION engine.refuse_change();
CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON audit_private FOR EACH ROW EXECUTE FUNCTION engine.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_private FOR EACH STATEMENT EXECUTE FUNCTION engine.refuse_change();
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER refuse;
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER refuse_truncate;
ALTER TABLE audit_private ENABLE ALWAYS TRIGGER refuse;
ALTER TABLE audit_private ENABLE ALWAYS TRIGGER refuse_truncate;
