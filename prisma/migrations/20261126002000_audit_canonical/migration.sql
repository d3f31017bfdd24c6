-- The text of an entry that is hashed, made once, by whoever writes the entry. Its columns say the same, for queries.
ALTER TABLE audit_entries ADD COLUMN canonical text;

ALTER DOMAIN audit_entity DROP CONSTRAINT audit_entity_check;
ALTER DOMAIN audit_entity ADD CONSTRAINT audit_entity_check
  CHECK (VALUE IN ('user', 'patient', 'doctor', 'room', 'availability', 'policy', 'session', 'move', 'task', 'consent',
                   'auth', 'export', 'audit'));

SET ROLE clinic_engine;

-- Keys in this order, without blanks; `before` and `after` as jsonb writes itself, which depends on no setting. One
-- expression of plain joins, so that it is evaluated in place. The texts that are only put in quotes hold nothing
-- that JSON escapes. Whoever verifies has this expression of their own (prisma/audit/columns.ts).
CREATE FUNCTION engine.audit_canonical(
  id bigint, at timestamptz, actor_id uuid, actor_role text, channel text, request_id text, db_user text,
  entity text, entity_id text, action text, before jsonb, after jsonb, reason text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '{"v":1,"id":' || id
      || ',"at":"' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      || '","actorId":' || coalesce('"' || actor_id || '"', 'null')
      || ',"actorRole":"' || actor_role
      || '","channel":"' || channel
      || '","requestId":"' || request_id
      || '","dbUser":"' || db_user
      || '","entity":"' || entity
      || '","entityId":' || coalesce('"' || entity_id || '"', 'null')
      || ',"action":"' || action
      || '","before":' || coalesce(before::text, 'null')
      || ',"after":' || coalesce(after::text, 'null')
      || ',"reason":' || coalesce(to_json(reason)::text, 'null') || '}'
$$;

-- Whatever a session of the database claims as its role or request: without what JSON escapes, which no text of ours has.
CREATE FUNCTION engine.unescaped(claimed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(claimed, '["\\\x01-\x1f]', '', 'g')
$$;

-- The one writer. Personal values come in as parallel arrays and stay behind in audit_private.
CREATE OR REPLACE FUNCTION engine.write_audit(
  entity text, entity_id text, action text, before jsonb, after jsonb, reason text,
  paths text[] DEFAULT NULL, salts bytea[] DEFAULT NULL, "values" text[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  entry bigint := nextval('public.audit_entries_id_seq');
  at_time timestamptz(6) := clock_timestamp();
  actor uuid := nullif(current_setting('app.actor_id', true), '');
  acting text := coalesce(nullif(current_setting('app.role', true), ''), 'NONE');
  via text := coalesce(nullif(current_setting('app.channel', true), ''), 'NONE');
  request text := coalesce(current_setting('app.request_id', true), '');
  login text := session_user;
  object text := entity_id;
BEGIN
  IF to_json(acting || via || request || login || coalesce(object, ''))::text
     <> '"' || acting || via || request || login || coalesce(object, '') || '"' THEN
    acting := engine.unescaped(acting);
    via := engine.unescaped(via);
    request := engine.unescaped(request);
    login := engine.unescaped(login);
    object := engine.unescaped(object);
  END IF;
  INSERT INTO public.audit_entries
    (id, at, xid, actor_id, actor_role, channel, request_id, db_user, entity, entity_id, action, before, after, reason, canonical)
  VALUES
    (entry, at_time, pg_current_xact_id(), actor, acting, via, request, login, entity, object, action, before, after, reason,
     engine.audit_canonical(entry, at_time, actor, acting, via, request, login, entity, object, action, before, after, reason));
  IF cardinality(paths) = 1 THEN
    INSERT INTO public.audit_private (entry_id, path, salt, value) VALUES (entry, paths[1], salts[1], "values"[1]);
  ELSIF paths IS NOT NULL THEN
    INSERT INTO public.audit_private (entry_id, path, salt, value)
    SELECT entry, p.path, p.salt, p.value FROM unnest(paths, salts, "values") AS p(path, salt, value);
  END IF;
END
$$;

-- On the way of every change, hence single expressions rather than calls.
-- Arguments: entity, key column, personal columns, columns that are left out (both comma separated).
CREATE OR REPLACE FUNCTION engine.audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - string_to_array(TG_ARGV[3], ',') END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - string_to_array(TG_ARGV[3], ',') END;
  key_value text := coalesce(new_row, old_row) ->> TG_ARGV[1];
  action text := CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'DELETE' THEN 'delete' ELSE 'update' END;
  paths text[];
  salts bytea[];
  private_values text[];
  name text;
  plain text;
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
  FOREACH name IN ARRAY string_to_array(TG_ARGV[2], ',') LOOP
    plain := new_row ->> name;
    IF plain IS NOT NULL THEN
      salt := uuid_send(gen_random_uuid());
      paths := paths || ('after.' || name);
      salts := salts || salt;
      private_values := private_values || plain;
      new_row := new_row || jsonb_build_object(name, 'sha256:' || encode(sha256(salt || convert_to(plain, 'UTF8')), 'hex'));
    END IF;
    plain := old_row ->> name;
    IF plain IS NOT NULL THEN
      salt := uuid_send(gen_random_uuid());
      paths := paths || ('before.' || name);
      salts := salts || salt;
      private_values := private_values || plain;
      old_row := old_row || jsonb_build_object(name, 'sha256:' || encode(sha256(salt || convert_to(plain, 'UTF8')), 'hex'));
    END IF;
  END LOOP;
  PERFORM engine.write_audit(
    TG_ARGV[0], key_value, action, old_row, new_row, new_row ->> 'reason_category', paths, salts, private_values);
  RETURN NULL;
END
$$;

-- For the entries from before, below.
GRANT EXECUTE ON FUNCTION
  engine.unescaped(text),
  engine.audit_canonical(bigint, timestamptz, uuid, text, text, text, text, text, text, text, jsonb, jsonb, text)
  TO clinic_owner;
RESET ROLE;

-- Entries from before have their text made from their columns. This is the last time that any of them changes.
ALTER TABLE audit_entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entries DISABLE TRIGGER refuse;
UPDATE audit_entries
   SET actor_role = engine.unescaped(actor_role), channel = engine.unescaped(channel), request_id = engine.unescaped(request_id),
       db_user = engine.unescaped(db_user), entity_id = engine.unescaped(entity_id);
UPDATE audit_entries
   SET canonical = engine.audit_canonical(id, at, actor_id, actor_role, channel, request_id, db_user, entity, entity_id, action,
                                          before, after, reason);
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER refuse;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entries ALTER COLUMN canonical SET NOT NULL;

-- For the sealer, and for searching by person. By time the list searches in the order of ids.
CREATE INDEX audit_entries_xid_id_idx ON audit_entries (xid, id);
CREATE INDEX audit_entries_actor_id_id_idx ON audit_entries (actor_id, id);

-- Paid for by every change, and proving nothing that the leaf's hash does not prove: the check that a value's entry is there
-- looks up the row that was written just before. And an entry of two kilobytes is not worth packing.
ALTER TABLE audit_private DROP CONSTRAINT audit_private_entry_id_fkey;
ALTER TABLE audit_entries SET (toast_tuple_target = 8160);
