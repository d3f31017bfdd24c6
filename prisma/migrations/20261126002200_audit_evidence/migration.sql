-- The receipt of one session, and the one thing that may leave the audit.
GRANT DELETE ON audit_private TO clinic_engine;
CREATE POLICY engine_erase ON audit_private FOR DELETE TO clinic_engine USING (true);

SET ROLE clinic_engine;

-- The entries of one session and of its moves, for whoever may see the session; null for everybody else.
CREATE FUNCTION engine.session_receipt(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  wanted uuid := command ->> 'sessionId';
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM sessions s
     WHERE s.id = wanted
       AND (engine.acting_role() IN ('SECRETARY', 'ADMIN', 'SYSTEM') OR s.patient_id = ANY (engine.own_patient_ids())
            OR s.doctor_id = ANY (engine.decidable_doctor_ids()))) THEN
    RETURN NULL;
  END IF;
  RETURN jsonb_build_object(
    'head', (SELECT jsonb_build_object('treeSize', h.tree_size, 'rootHash', encode(h.root_hash, 'hex'), 'at', engine.iso(h.at), 'jws', h.jws)
               FROM audit_heads h ORDER BY h.tree_size DESC LIMIT 1),
    'entries', coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', e.id::text, 'at', engine.iso(e.at), 'entity', e.entity, 'action', e.action,
                                          'canonical', e.canonical, 'leafIndex', l.leaf_index, 'leafHash', encode(l.leaf_hash, 'hex'))
                       ORDER BY e.id)
        FROM audit_entries e LEFT JOIN audit_leaves l ON l.entry_id = e.id
       WHERE e.action <> 'read'
         AND ((e.entity = 'session' AND e.entity_id = wanted::text)
              OR (e.entity = 'move' AND e.entity_id IN (SELECT m.id::text FROM moves m WHERE m.session_id = wanted)))), '[]'));
END
$$;

-- Deletes the personal values of a person, and the salts with which they could be proved, from the audit. The entries stay
-- as they are, and so does every proof. Returns how many values went.
CREATE FUNCTION engine.erase_audit_values(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  person uuid := command ->> 'personId';
  patients uuid[];
  objects text[];
  erased integer;
BEGIN
  PERFORM engine.require_system();
  patients := ARRAY(SELECT p.id FROM patients p WHERE person IN (p.id, p.user_id));
  objects := ARRAY(
    SELECT person::text
    UNION SELECT unnest(patients)::text
    UNION SELECT p.user_id::text FROM patients p WHERE p.id = ANY (patients) AND p.user_id IS NOT NULL
    UNION SELECT s.id::text FROM sessions s WHERE s.patient_id = ANY (patients)
    UNION SELECT m.id::text FROM moves m JOIN sessions s ON s.id = m.session_id WHERE s.patient_id = ANY (patients)
    UNION SELECT t.id::text FROM tasks t LEFT JOIN sessions s ON s.id = t.session_id
           WHERE t.patient_id = ANY (patients) OR s.patient_id = ANY (patients));
  DELETE FROM audit_private p USING audit_entries e WHERE e.id = p.entry_id AND e.entity_id = ANY (objects);
  GET DIAGNOSTICS erased = ROW_COUNT;
  PERFORM engine.write_audit(CASE WHEN patients = '{}' THEN 'user' ELSE 'patient' END, person::text, 'delete', NULL,
                             jsonb_build_object('auditValuesErased', erased), NULL);
  RETURN to_jsonb(erased);
END
$$;

GRANT EXECUTE ON FUNCTION engine.session_receipt(jsonb) TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION engine.erase_audit_values(jsonb) TO clinic_owner;
RESET ROLE;
