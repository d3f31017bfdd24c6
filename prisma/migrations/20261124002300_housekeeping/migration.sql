SET ROLE clinic_engine;

-- Deletes what has no more use, at most 10,000 rows of each kind at a time, so that no statement runs long.
CREATE FUNCTION engine.purge_expired(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  most constant integer := 10000;
  keys integer;
  attempts integer;
  families integer;
BEGIN
  PERFORM engine.require_system();
  DELETE FROM idempotency_keys WHERE (caller_id, key) IN (
    SELECT k.caller_id, k.key FROM idempotency_keys k WHERE k.expires_at < clock_timestamp() LIMIT most);
  GET DIAGNOSTICS keys = ROW_COUNT;
  -- A day beyond the longest window that counts attempts.
  DELETE FROM sign_in_attempts WHERE id IN (
    SELECT a.id FROM sign_in_attempts a, policy p
     WHERE a.at < clock_timestamp() - make_interval(days => 1, mins => p.lockout_minutes) LIMIT most);
  GET DIAGNOSTICS attempts = ROW_COUNT;
  DELETE FROM auth_sessions WHERE id IN (
    SELECT s.id FROM auth_sessions s WHERE s.expires_at < clock_timestamp() - interval '30 days' LIMIT most);
  GET DIAGNOSTICS families = ROW_COUNT;
  RETURN jsonb_build_object('idempotencyKeys', keys, 'signInAttempts', attempts, 'authSessions', families);
END
$$;

GRANT EXECUTE ON FUNCTION engine.purge_expired(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;
