-- The tree of RFC 6962 over the entries: leaves in the order of sealing, complete subtrees above them, and signed heads.
-- A leaf does not refer to its entry: the check would write to each entry's page again, and proves less than the hash.
-- `sealed_below` is the horizon up to which a head's tree holds every entry.
CREATE TABLE audit_leaves (
    leaf_index bigint NOT NULL,
    entry_id bigint NOT NULL,
    leaf_hash bytea NOT NULL,
    CONSTRAINT audit_leaves_pkey PRIMARY KEY (leaf_index)
);
CREATE UNIQUE INDEX audit_leaves_entry_id_key ON audit_leaves (entry_id);

CREATE TABLE audit_nodes (
    level integer NOT NULL,
    index bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_nodes_pkey PRIMARY KEY (level, index)
);

CREATE TABLE audit_heads (
    tree_size bigint NOT NULL,
    root_hash bytea NOT NULL,
    at timestamptz(3) NOT NULL,
    jws text NOT NULL,
    sealed_below xid8 NOT NULL,
    CONSTRAINT audit_heads_pkey PRIMARY KEY (tree_size)
);

GRANT SELECT, INSERT ON audit_leaves, audit_nodes, audit_heads TO clinic_engine;
GRANT SELECT ON audit_leaves, audit_nodes, audit_heads TO clinic_app, clinic_worker;

CREATE FUNCTION pg_temp.closed(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', relation);
  EXECUTE format('CREATE POLICY engine_read ON %s FOR SELECT TO clinic_engine USING (true)', relation);
  EXECUTE format('CREATE POLICY engine_append ON %s FOR INSERT TO clinic_engine WITH CHECK (true)', relation);
  EXECUTE format($policy$
    CREATE POLICY readable ON %s FOR SELECT TO clinic_app, clinic_worker, clinic_owner
      USING ((SELECT engine.acting_role()) IN ('ADMIN', 'SYSTEM'))$policy$, relation);
  EXECUTE format('CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION engine.refuse_change()', relation);
  EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION engine.refuse_change()', relation);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER refuse', relation);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER refuse_truncate', relation);
END
$$;
SELECT pg_temp.closed('audit_leaves');
SELECT pg_temp.closed('audit_nodes');
SELECT pg_temp.closed('audit_heads');

SET ROLE clinic_engine;

-- What is committed for good and not in the tree yet. Transactions end in another order than their entries' ids are drawn:
-- only what lies below the oldest one that still runs is complete. Where the last head's horizon lies ahead of this
-- server's own counter, the database came from another server; then all that stands there is taken at once.
CREATE FUNCTION engine.audit_unsealed(most integer)
RETURNS TABLE (id bigint, canonical text, next_horizon xid8)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  position xid8 := coalesce((SELECT h.sealed_below FROM audit_heads h ORDER BY h.tree_size DESC LIMIT 1), '0');
BEGIN
  PERFORM engine.require_system();
  IF position > pg_snapshot_xmax(pg_current_snapshot()) THEN
    RETURN QUERY
      SELECT e.id, e.canonical, horizon FROM audit_entries e
       WHERE NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.entry_id = e.id);
    RETURN;
  END IF;
  RETURN QUERY
    WITH batch AS (
      SELECT e.id, e.xid, e.canonical FROM audit_entries e
       WHERE e.xid >= position AND e.xid < horizon
         AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.entry_id = e.id)
       ORDER BY e.xid, e.id LIMIT most)
    SELECT b.id, b.canonical, CASE WHEN (SELECT count(*) FROM batch) < most THEN horizon ELSE (SELECT max(x.xid) FROM batch x) END
      FROM batch b ORDER BY b.xid, b.id;
END
$$;

-- One batch of leaves, the subtrees that it completes, and the head over all. Refuses where the tree is not as long as the
-- sealer believes.
CREATE FUNCTION engine.seal_audit(
  tree_size bigint, entries bigint[], hashes bytea[], levels integer[], indexes bigint[], nodes bytea[],
  root bytea, at timestamptz, jws text, horizon xid8) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  PERFORM engine.require_system();
  IF tree_size <> coalesce((SELECT max(l.leaf_index) + 1 FROM audit_leaves l), 0) THEN
    RAISE EXCEPTION 'The tree is not of size %.', tree_size USING ERRCODE = '40001';
  END IF;
  INSERT INTO audit_leaves (leaf_index, entry_id, leaf_hash)
  SELECT tree_size + x.n - 1, x.entry, x.hash FROM unnest(entries, hashes) WITH ORDINALITY AS x(entry, hash, n);
  INSERT INTO audit_nodes (level, index, hash)
  SELECT x.level, x.index, x.hash FROM unnest(levels, indexes, nodes) AS x(level, index, hash);
  INSERT INTO audit_heads VALUES (tree_size + cardinality(entries), root, at, jws, horizon);
END
$$;

-- Hashes by level and index; level 0 are the leaves. They tell nothing about what was hashed, so everybody who is signed
-- in may have those that a proof takes.
CREATE FUNCTION engine.audit_hashes(levels integer[], indexes bigint[])
RETURNS TABLE (level integer, index bigint, hash bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  IF coalesce(engine.acting_role(), 'ANONYMOUS') = 'ANONYMOUS' THEN
    RAISE EXCEPTION 'Nobody acts.' USING ERRCODE = 'CS403';
  END IF;
  RETURN QUERY
    SELECT w.level, w.index, coalesce(l.leaf_hash, n.hash)
      FROM unnest(levels, indexes) AS w(level, index)
      LEFT JOIN audit_leaves l ON w.level = 0 AND l.leaf_index = w.index
      LEFT JOIN audit_nodes n ON w.level > 0 AND n.level = w.level AND n.index = w.index;
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.audit_unsealed(integer),
  engine.seal_audit(bigint, bigint[], bytea[], integer[], bigint[], bytea[], bytea, timestamptz, text, xid8)
  TO clinic_owner, clinic_worker;
GRANT EXECUTE ON FUNCTION engine.audit_hashes(integer[], bigint[]) TO clinic_owner, clinic_app, clinic_worker;
RESET ROLE;
