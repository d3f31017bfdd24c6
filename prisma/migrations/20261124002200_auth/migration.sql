-- Signing in: everything runs as ANONYMOUS, and only here can a password hash or a refresh family be reached.
SET ROLE clinic_engine;

CREATE FUNCTION engine.require_anonymous() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF coalesce(current_setting('app.role', true), '') <> 'ANONYMOUS' THEN
    RAISE EXCEPTION 'For signing in only.' USING ERRCODE = 'CS403';
  END IF;
END
$$;

-- Until when the address is locked for the source, counted whether or not anybody has that address; null = not locked. An
-- attempt whose end is not known after a while has failed.
CREATE FUNCTION engine.locked_until(email text, source text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  WITH p AS (
    SELECT c.lockout_threshold AS threshold, make_interval(mins => c.lockout_minutes) AS span FROM public.policy c
  ), failures AS (
    SELECT a.at, a.source_hash FROM public.sign_in_attempts a, p
     WHERE a.email_hash = email AND NOT a.ok AND NOT (a.pending AND a.at > clock_timestamp() - interval '30 seconds')
       AND a.at > clock_timestamp() - p.span
       AND a.id > coalesce((SELECT max(o.id) FROM public.sign_in_attempts o WHERE o.email_hash = email AND o.ok), 0)
  )
  SELECT greatest(
    (SELECT max(f.at) + p.span FROM failures f WHERE f.source_hash = source HAVING count(*) >= p.threshold),
    (SELECT max(f.at) + p.span FROM failures f HAVING count(*) >= 10 * p.threshold))
    FROM p
$$;

CREATE FUNCTION engine.sign_in_lookup(command jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  account jsonb;
  account_lock timestamptz;
BEGIN
  SELECT jsonb_build_object('userId', u.id, 'passwordHash', c.password_hash, 'status', u.status, 'role', u.role,
                            'version', u.version),
         CASE WHEN u.locked_until > clock_timestamp() THEN u.locked_until END
    INTO account, account_lock
    FROM public.users u JOIN public.credentials c ON c.user_id = u.id
   WHERE u.email = lower(btrim(command ->> 'email'));
  RETURN jsonb_build_object(
    'account', account,
    'lockedUntil', engine.iso(greatest(account_lock, engine.locked_until(command ->> 'emailHash', command ->> 'sourceHash'))),
    'attemptsFromSource', (SELECT count(*) FROM public.sign_in_attempts a
                            WHERE a.source_hash = command ->> 'sourceHash' AND a.at > clock_timestamp() - interval '1 minute'));
END
$$;

-- Attempts on one address, and those of one source, are judged one after the other.
CREATE FUNCTION engine.lock_sign_in(email text, source text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(x.k)
     FROM (SELECT DISTINCT hashtextextended('sign-in/' || i, 0) AS k FROM unnest(ARRAY[email, source]) i ORDER BY 1) x;
END
$$;

-- Whether one more wrong password would still be within the limits, if all that are being checked were wrong.
CREATE FUNCTION engine.may_guess(email text, source text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) FILTER (WHERE f.source_hash = source) < p.lockout_threshold AND count(f.id) < 10 * p.lockout_threshold
    FROM public.policy p
    LEFT JOIN public.sign_in_attempts f
      ON f.email_hash = email AND NOT f.ok AND f.at > clock_timestamp() - make_interval(mins => p.lockout_minutes)
     AND f.id > coalesce((SELECT max(o.id) FROM public.sign_in_attempts o WHERE o.email_hash = email AND o.ok), 0)
   GROUP BY p.id
$$;

-- Admits an attempt and counts it before its password is checked. Nobody learns the hash who is not admitted.
CREATE FUNCTION engine.reserve_sign_in(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  email text := command ->> 'emailHash';
  source text := command ->> 'sourceHash';
  found jsonb;
  attempt bigint;
BEGIN
  PERFORM engine.require_anonymous();
  PERFORM engine.lock_sign_in(email, source);
  found := engine.sign_in_lookup(command);
  IF found ->> 'lockedUntil' IS NULL AND engine.may_guess(email, source)
    AND (found ->> 'attemptsFromSource')::integer < (SELECT p.sign_ins_per_source_per_minute FROM policy p) THEN
    INSERT INTO sign_in_attempts AS a (email_hash, source_hash, user_id, ok, pending, at)
    VALUES (email, source, (found #>> '{account,userId}')::uuid, false, true, clock_timestamp())
    RETURNING a.id INTO attempt;
  ELSE
    found := jsonb_set(found, '{account}', 'null');
  END IF;
  RETURN found || jsonb_build_object('attemptId', attempt::text);
END
$$;

-- Takes a reservation back whose password was never looked at.
CREATE FUNCTION engine.release_sign_in(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  DELETE FROM sign_in_attempts a WHERE a.id = (command ->> 'attemptId')::bigint AND a.pending;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.record_sign_in(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  good boolean := (command ->> 'ok')::boolean;
  locked_before timestamptz;
  locked_now timestamptz;
BEGIN
  PERFORM engine.require_anonymous();
  PERFORM engine.lock_sign_in(command ->> 'emailHash', command ->> 'sourceHash');
  locked_before := engine.locked_until(command ->> 'emailHash', command ->> 'sourceHash');
  UPDATE sign_in_attempts SET ok = good, pending = false, user_id = (command ->> 'userId')::uuid
   WHERE id = (command ->> 'attemptId')::bigint AND pending AND email_hash = command ->> 'emailHash';
  IF NOT FOUND THEN
    INSERT INTO sign_in_attempts (email_hash, source_hash, user_id, ok, at)
    VALUES (command ->> 'emailHash', command ->> 'sourceHash', (command ->> 'userId')::uuid, good, clock_timestamp());
  END IF;
  PERFORM engine.write_audit('auth', command ->> 'userId', CASE WHEN good THEN 'sign_in' ELSE 'sign_in_failed' END, NULL, NULL, NULL);
  locked_now := engine.locked_until(command ->> 'emailHash', command ->> 'sourceHash');
  IF locked_before IS NULL AND locked_now IS NOT NULL THEN
    PERFORM engine.write_audit('auth', command ->> 'userId', 'locked', NULL, NULL, NULL);
  END IF;
  RETURN jsonb_build_object('lockedUntil', engine.iso(locked_now));
END
$$;

CREATE FUNCTION engine.open_auth_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  INSERT INTO auth_sessions (id, user_id, refresh_hash, expires_at)
  VALUES ((command ->> 'sid')::uuid, (command ->> 'userId')::uuid, command ->> 'refreshHash', (command ->> 'expiresAt')::timestamptz);
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.rotate_refresh(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  family auth_sessions;
  account users;
BEGIN
  PERFORM engine.require_anonymous();
  SELECT * INTO family FROM auth_sessions a WHERE a.id = (command ->> 'sid')::uuid FOR UPDATE;
  SELECT * INTO account FROM users u WHERE u.id = family.user_id;
  IF family.id IS NULL OR family.revoked_at IS NOT NULL OR family.expires_at <= clock_timestamp() OR account.status <> 'ACTIVE' THEN
    RETURN '{"state": "ENDED"}';
  ELSIF family.refresh_hash <> command ->> 'refreshHash' THEN
    UPDATE auth_sessions SET revoked_at = clock_timestamp(), revoke_reason = 'reuse' WHERE id = family.id;
    RETURN '{"state": "REUSED"}';
  END IF;
  UPDATE auth_sessions SET refresh_hash = command ->> 'nextRefreshHash', rotated_at = clock_timestamp() WHERE id = family.id;
  RETURN jsonb_build_object('state', 'ROTATED', 'userId', account.id, 'role', account.role, 'version', account.version);
END
$$;

CREATE FUNCTION engine.revoke_family(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  UPDATE auth_sessions SET revoked_at = clock_timestamp(), revoke_reason = command ->> 'reason'
   WHERE id = (command ->> 'sid')::uuid AND revoked_at IS NULL;
  RETURN jsonb_build_object('revoked', FOUND);
END
$$;

CREATE FUNCTION engine.resolve_chat(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object('userId', u.id, 'role', u.role, 'version', u.version, 'status', u.status,
                                    'doctorId', d.id, 'patientId', p.id)
            FROM chat_identities i JOIN users u ON u.id = i.user_id
            LEFT JOIN doctors d ON d.user_id = u.id LEFT JOIN patients p ON p.user_id = u.id
           WHERE i.channel = command ->> 'channel' AND i.subject = command ->> 'subject' AND i.revoked_at IS NULL);
END
$$;

CREATE FUNCTION engine.token_subject(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object(
                   'status', u.status, 'role', u.role, 'version', u.version,
                   'sessionRevoked', command ->> 'sid' IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM auth_sessions a
                      WHERE a.id = (command ->> 'sid')::uuid AND a.user_id = u.id AND a.revoked_at IS NULL
                        AND a.expires_at > clock_timestamp()))
            FROM users u WHERE u.id = (command ->> 'userId')::uuid);
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.reserve_sign_in(jsonb), engine.release_sign_in(jsonb),
  engine.record_sign_in(jsonb), engine.open_auth_session(jsonb), engine.rotate_refresh(jsonb),
  engine.revoke_family(jsonb), engine.resolve_chat(jsonb), engine.token_subject(jsonb)
  TO clinic_owner, clinic_app;
RESET ROLE;
