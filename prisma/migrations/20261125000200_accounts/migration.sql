-- Getting an account and getting back into one: tokens that travel in mails, the mails, and limits on asking for them.

-- `used_at`: from when on the token is good for nothing, because it was used or a newer one of its purpose came.
CREATE TABLE account_tokens (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    purpose text NOT NULL,
    token_hash text NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    used_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT account_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT account_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT account_tokens_purpose_known CHECK (purpose IN ('VERIFY_EMAIL', 'RESET_PASSWORD', 'INVITATION'))
);
CREATE UNIQUE INDEX account_tokens_token_hash_key ON account_tokens (token_hash);
CREATE INDEX account_tokens_user_id_idx ON account_tokens (user_id);

CREATE TABLE account_mails (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    token_id uuid,
    address text NOT NULL,
    status notification_status NOT NULL DEFAULT 'QUEUED',
    message_id text,
    error_code text,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sent_at timestamptz(3),
    CONSTRAINT account_mails_pkey PRIMARY KEY (id),
    CONSTRAINT account_mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT account_mails_token_id_fkey FOREIGN KEY (token_id) REFERENCES account_tokens (id) ON DELETE RESTRICT,
    CONSTRAINT account_mails_kind_known CHECK (kind IN ('VERIFY_EMAIL', 'RESET_PASSWORD', 'INVITATION', 'PASSWORD_CHANGED'))
);
CREATE INDEX account_mails_status_id_idx ON account_mails (status, id);
CREATE INDEX account_mails_token_id_idx ON account_mails (token_id);

-- What strangers asked for, counted under keyed hashes whether or not anybody has the address.
CREATE TABLE account_requests (
    id bigserial NOT NULL,
    kind text NOT NULL,
    email_hash text NOT NULL,
    source_hash text NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT account_requests_pkey PRIMARY KEY (id),
    CONSTRAINT account_requests_kind_known CHECK (kind IN ('REGISTER', 'FORGOT', 'VERIFY'))
);
CREATE INDEX account_requests_source_hash_at_idx ON account_requests (source_hash, at);
CREATE INDEX account_requests_email_hash_at_idx ON account_requests (email_hash, at);

-- For the lock that admins see, and to find a record that awaits the proof of its address.
CREATE INDEX sign_in_attempts_user_id_at_idx ON sign_in_attempts (user_id, at);
CREATE INDEX patients_email_unclaimed ON patients (lower(email)) WHERE user_id IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON account_tokens, account_mails TO clinic_engine;
GRANT SELECT, INSERT, DELETE ON account_requests TO clinic_engine;
GRANT USAGE ON SEQUENCE account_requests_id_seq TO clinic_engine;

ALTER TABLE account_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON account_tokens TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON account_tokens TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

ALTER TABLE account_mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_mails FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON account_mails TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON account_mails TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

ALTER TABLE account_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON account_requests TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON account_requests TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

-- Who was sent a token and who used it; that old ones are swept away later is no news.
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON account_tokens
    FOR EACH ROW EXECUTE FUNCTION engine.audit_row('auth', 'user_id', '', 'token_hash');
ALTER TABLE account_tokens ENABLE ALWAYS TRIGGER audit;

SET ROLE clinic_engine;

-- Counts a request and lets it through, or says in how many seconds the next one would be: so many of a kind from one source
-- an hour as the policy allows; for mails also one a minute and five an hour to one address.
CREATE FUNCTION engine.admit_account_request(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  most_per_source constant integer := (SELECT p.sign_ups_per_source_per_hour FROM policy p);
  most_per_address constant integer := 5;
  wanted text := command ->> 'kind';
  email text := command ->> 'emailHash';
  source text := command ->> 'sourceHash';
  free_at timestamptz;
BEGIN
  IF wanted = 'VERIFY' THEN
    PERFORM engine.require_in_person();
  ELSE
    PERFORM engine.require_anonymous();
  END IF;
  PERFORM pg_advisory_xact_lock(x.k)
     FROM (SELECT DISTINCT hashtextextended('account-request/' || i, 0) AS k FROM unnest(ARRAY[email, source]) i ORDER BY 1) x;
  WITH recent AS (
    SELECT r.at, r.email_hash, r.source_hash FROM account_requests r
     WHERE r.kind = wanted AND (r.source_hash = source OR r.email_hash = email) AND r.at > clock_timestamp() - interval '1 hour'
  )
  SELECT greatest(
    (SELECT min(n.at) + interval '1 hour'
       FROM (SELECT r.at FROM recent r WHERE r.source_hash = source ORDER BY r.at DESC LIMIT most_per_source) n
     HAVING count(*) >= most_per_source),
    (SELECT min(n.at) + interval '1 hour'
       FROM (SELECT r.at FROM recent r WHERE r.email_hash = email ORDER BY r.at DESC LIMIT most_per_address) n
     HAVING count(*) >= most_per_address AND wanted <> 'REGISTER'),
    (SELECT max(r.at) + interval '1 minute' FROM recent r WHERE r.email_hash = email AND wanted <> 'REGISTER'))
    INTO free_at;
  IF free_at > clock_timestamp() THEN
    RETURN jsonb_build_object('admitted', false,
                              'retryAfterSeconds', ceil(extract(epoch FROM free_at - clock_timestamp()))::integer);
  END IF;
  INSERT INTO account_requests (kind, email_hash, source_hash, at) VALUES (wanted, email, source, clock_timestamp());
  RETURN jsonb_build_object('admitted', true, 'retryAfterSeconds', NULL);
END
$$;

-- Of its purpose only the newest token counts. The account's row is locked by whoever calls.
CREATE FUNCTION engine.issue_account_token(account uuid, wanted text, command jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.account_tokens SET used_at = clock_timestamp() WHERE user_id = account AND purpose = wanted AND used_at IS NULL;
  INSERT INTO public.account_tokens (id, user_id, purpose, token_hash, expires_at)
  VALUES ((command ->> 'tokenId')::uuid, account, wanted, command ->> 'tokenHash',
          clock_timestamp() + CASE wanted WHEN 'VERIFY_EMAIL' THEN interval '48 hours'
                                          WHEN 'RESET_PASSWORD' THEN interval '30 minutes'
                                          WHEN 'INVITATION' THEN interval '72 hours' END);
END
$$;

CREATE FUNCTION engine.queue_account_mail(account public.users, kind text, command jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO public.account_mails (id, user_id, kind, token_id, address)
  VALUES ((command ->> 'mailId')::uuid, account.id, kind,
          CASE WHEN kind <> 'PASSWORD_CHANGED' THEN (command ->> 'tokenId')::uuid END, account.email)
$$;

-- The account whose token this is, locked, and the token used up; a row of nulls for any token that is not good (any more).
CREATE FUNCTION engine.redeem_account_token(hash text, purposes text[]) RETURNS public.users LANGUAGE plpgsql AS $$
DECLARE
  account public.users;
BEGIN
  SELECT u.* INTO account FROM public.users u
   WHERE u.id = (SELECT t.user_id FROM public.account_tokens t WHERE t.token_hash = hash AND t.purpose = ANY (purposes))
     FOR UPDATE;
  IF account.status = 'ACTIVE' THEN
    UPDATE public.account_tokens SET used_at = clock_timestamp()
     WHERE token_hash = hash AND used_at IS NULL AND expires_at > clock_timestamp();
    IF FOUND THEN
      RETURN account;
    END IF;
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.end_account_tokens(account uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE public.account_tokens SET used_at = clock_timestamp() WHERE user_id = account AND used_at IS NULL
$$;

CREATE FUNCTION engine.end_families(account uuid, kept uuid, reason text) RETURNS void LANGUAGE sql AS $$
  UPDATE public.auth_sessions SET revoked_at = clock_timestamp(), revoke_reason = reason
   WHERE user_id = account AND id IS DISTINCT FROM kept AND revoked_at IS NULL
$$;

CREATE FUNCTION engine.forget_failures(account uuid, email text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.sign_in_attempts WHERE NOT ok AND (user_id = account OR email_hash = email);
  UPDATE public.users SET locked_until = NULL WHERE id = account AND locked_until IS NOT NULL;
END
$$;

-- The patient record of a patient's account. One that staff made with the same address is theirs once the address is proven:
-- the only one, else the only one of the same name. Until then no record is made beside it.
CREATE FUNCTION engine.give_patient_record(account public.users, proven boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  candidates uuid[];
BEGIN
  IF account.role <> 'PATIENT' OR EXISTS (SELECT 1 FROM public.patients p WHERE p.user_id = account.id) THEN
    RETURN;
  END IF;
  candidates := ARRAY(SELECT p.id FROM public.patients p WHERE p.user_id IS NULL AND lower(p.email) = account.email FOR UPDATE);
  IF cardinality(candidates) > 0 AND NOT proven THEN
    RETURN;
  ELSIF cardinality(candidates) > 1 THEN
    candidates := ARRAY(SELECT p.id FROM public.patients p
                         WHERE p.id = ANY (candidates) AND lower(btrim(p.full_name)) = lower(btrim(account.full_name)));
  END IF;
  IF cardinality(candidates) = 1 THEN
    -- Consent was given for the number that staff entered, not for one that the person typed.
    UPDATE public.patients
       SET user_id = account.id, phone = coalesce(phone, account.phone), sms_consent = sms_consent AND phone IS NOT NULL,
           version = version + 1
     WHERE id = candidates[1];
    UPDATE public.users u SET phone = p.phone
      FROM public.patients p WHERE u.id = account.id AND u.phone IS NULL AND p.id = candidates[1] AND p.phone IS NOT NULL;
  ELSE
    INSERT INTO public.patients (id, user_id, full_name, email, phone, language, time_zone, created_by)
    VALUES (gen_random_uuid(), account.id, account.full_name, account.email, account.phone, account.language, account.time_zone,
            engine.actor_id());
  END IF;
END
$$;

-- Whoever has a token out of a mail reads that mailbox.
CREATE FUNCTION engine.prove_email(account public.users) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.users SET email_verified_at = clock_timestamp() WHERE id = account.id AND email_verified_at IS NULL;
  PERFORM engine.give_patient_record(account, true);
END
$$;

CREATE FUNCTION engine.register_patient(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
BEGIN
  PERFORM engine.require_anonymous();
  INSERT INTO users AS u (id, email, full_name, role, phone, time_zone, language)
  SELECT (command ->> 'userId')::uuid, command ->> 'email', command ->> 'fullName', 'PATIENT', command ->> 'phone',
         coalesce(command ->> 'timeZone', p.time_zone), coalesce(command ->> 'language', 'en')
    FROM policy p
  ON CONFLICT (email) DO NOTHING
  RETURNING u.* INTO account;
  IF account.id IS NULL THEN
    RETURN '{"outcome": "EMAIL_TAKEN"}';
  END IF;
  INSERT INTO credentials (user_id, password_hash) VALUES (account.id, command ->> 'passwordHash');
  PERFORM engine.give_patient_record(account, false);
  PERFORM engine.issue_account_token(account.id, 'VERIFY_EMAIL', command);
  PERFORM engine.queue_account_mail(account, 'VERIFY_EMAIL', command);
  RETURN '{"outcome": "CREATED"}';
END
$$;

-- Whose token it is, while it is good, without using it.
CREATE FUNCTION engine.account_token_owner(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object('userId', u.id, 'email', u.email, 'fullName', u.full_name, 'role', u.role)
            FROM account_tokens t JOIN users u ON u.id = t.user_id
           WHERE t.token_hash = command ->> 'tokenHash' AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
             AND t.purpose = ANY (ARRAY(SELECT jsonb_array_elements_text(command -> 'purposes'))) AND u.status = 'ACTIVE');
END
$$;

CREATE FUNCTION engine.verify_email(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
BEGIN
  PERFORM engine.require_anonymous();
  account := engine.redeem_account_token(command ->> 'tokenHash', '{VERIFY_EMAIL}');
  IF account.id IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM engine.prove_email(account);
  RETURN jsonb_build_object('userId', account.id, 'role', account.role);
END
$$;

CREATE FUNCTION engine.resend_verification(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
BEGIN
  PERFORM engine.require_in_person();
  SELECT u.* INTO account FROM users u WHERE u.id = engine.actor_id() FOR UPDATE;
  IF account.email_verified_at IS NOT NULL THEN
    RETURN '{"outcome": "VERIFIED"}';
  END IF;
  PERFORM engine.issue_account_token(account.id, 'VERIFY_EMAIL', command);
  PERFORM engine.queue_account_mail(account, 'VERIFY_EMAIL', command);
  RETURN '{"outcome": "QUEUED"}';
END
$$;

-- Says nothing about whether somebody has the address.
CREATE FUNCTION engine.request_password_reset(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
BEGIN
  PERFORM engine.require_anonymous();
  SELECT u.* INTO account FROM users u WHERE u.email = lower(btrim(command ->> 'email')) AND u.status = 'ACTIVE' FOR UPDATE;
  IF account.id IS NOT NULL THEN
    PERFORM engine.issue_account_token(account.id, 'RESET_PASSWORD', command);
    PERFORM engine.queue_account_mail(account, 'RESET_PASSWORD', command);
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.reset_password(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
  changed boolean;
BEGIN
  PERFORM engine.require_anonymous();
  account := engine.redeem_account_token(command ->> 'tokenHash', '{RESET_PASSWORD,INVITATION}');
  IF account.id IS NULL THEN
    RETURN NULL;
  END IF;
  changed := EXISTS (SELECT 1 FROM credentials c WHERE c.user_id = account.id);
  -- Before the families end: a sign-in with the old password either is among them or finds the hash changed.
  INSERT INTO credentials (user_id, password_hash) VALUES (account.id, command ->> 'passwordHash')
  ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = clock_timestamp();
  UPDATE users SET version = version + 1 WHERE id = account.id;
  PERFORM engine.end_families(account.id, NULL, 'PASSWORD_RESET');
  PERFORM engine.end_account_tokens(account.id);
  PERFORM engine.forget_failures(account.id, command ->> 'emailHash');
  PERFORM engine.prove_email(account);
  -- The first password is no change that anybody need be told of.
  IF changed THEN
    PERFORM engine.queue_account_mail(account, 'PASSWORD_CHANGED', command);
  END IF;
  RETURN jsonb_build_object('userId', account.id, 'changed', changed);
END
$$;

CREATE FUNCTION engine.change_password(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
BEGIN
  PERFORM engine.require_in_person();
  SELECT u.* INTO account FROM users u WHERE u.id = engine.actor_id() FOR UPDATE;
  -- The hash that was checked: of two changes at once one finds another.
  UPDATE credentials SET password_hash = command ->> 'passwordHash', changed_at = clock_timestamp()
   WHERE user_id = account.id AND password_hash = command ->> 'currentHash';
  IF NOT FOUND THEN
    RETURN '{"outcome": "REFUSED"}';
  END IF;
  PERFORM engine.end_families(account.id, (command ->> 'sid')::uuid, 'PASSWORD_CHANGED');
  UPDATE account_tokens SET used_at = clock_timestamp()
   WHERE user_id = account.id AND purpose <> 'VERIFY_EMAIL' AND used_at IS NULL;
  PERFORM engine.forget_failures(account.id, command ->> 'emailHash');
  PERFORM engine.queue_account_mail(account, 'PASSWORD_CHANGED', command);
  RETURN '{"outcome": "CHANGED"}';
END
$$;

-- A family opens only while the password that was checked is the password, and the person may sign in.
CREATE OR REPLACE FUNCTION engine.open_auth_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  PERFORM 1 FROM users u WHERE u.id = (command ->> 'userId')::uuid AND u.status = 'ACTIVE' FOR SHARE;
  IF NOT FOUND THEN
    RETURN '{"opened": false}';
  END IF;
  PERFORM 1 FROM credentials c
    WHERE c.user_id = (command ->> 'userId')::uuid AND c.password_hash = coalesce(command ->> 'passwordHash', c.password_hash)
      FOR SHARE;
  IF NOT FOUND THEN
    RETURN '{"opened": false}';
  END IF;
  INSERT INTO auth_sessions (id, user_id, refresh_hash, expires_at)
  VALUES ((command ->> 'sid')::uuid, (command ->> 'userId')::uuid, command ->> 'refreshHash', (command ->> 'expiresAt')::timestamptz);
  RETURN '{"opened": true}';
END
$$;

CREATE FUNCTION engine.account_mail_context(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  RETURN (
    SELECT jsonb_build_object(
             'mail', jsonb_build_object('id', m.id, 'kind', m.kind, 'status', m.status, 'address', m.address,
                                        'createdAt', engine.iso(m.created_at)),
             'user', jsonb_build_object('id', u.id, 'fullName', u.full_name, 'email', u.email, 'language', u.language,
                                        'role', u.role),
             'token', (SELECT jsonb_build_object('id', t.id, 'expiresAt', engine.iso(t.expires_at)) FROM account_tokens t
                        WHERE t.id = m.token_id AND t.used_at IS NULL AND t.expires_at > clock_timestamp()),
             'clinic', (SELECT jsonb_build_object('name', c.clinic_name, 'timeZone', c.time_zone) FROM policy c))
      FROM account_mails m JOIN users u ON u.id = m.user_id WHERE m.id = (command ->> 'mailId')::uuid);
END
$$;

CREATE FUNCTION engine.begin_account_mail(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  made integer;
BEGIN
  PERFORM engine.require_system();
  UPDATE account_mails AS m SET attempts = m.attempts + 1 WHERE m.id = (command ->> 'mailId')::uuid RETURNING m.attempts INTO made;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such mail.' USING ERRCODE = 'CS404';
  END IF;
  RETURN jsonb_build_object('attempts', made);
END
$$;

CREATE FUNCTION engine.settle_account_mail(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  UPDATE account_mails
     SET status = command ->> 'status', message_id = command ->> 'messageId', error_code = command ->> 'errorCode',
         sent_at = CASE WHEN command ->> 'status' = 'SENT' THEN clock_timestamp() END
   WHERE id = (command ->> 'mailId')::uuid AND status = 'QUEUED';
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.queued_account_mails(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  behind uuid := (command ->> 'after')::uuid;
BEGIN
  PERFORM engine.require_system();
  RETURN (SELECT coalesce(jsonb_agg(q.id ORDER BY q.id), '[]')
            FROM (SELECT m.id FROM account_mails m
                   WHERE m.status = 'QUEUED' AND (behind IS NULL OR m.id > behind) ORDER BY m.id LIMIT 200) q);
END
$$;

-- A month of mails and dead tokens, for whoever asks what became of one; requests as long as a limit counts them, and a day.
CREATE FUNCTION engine.purge_accounts(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  most constant integer := 10000;
  mails integer;
  tokens integer;
  requests integer;
BEGIN
  PERFORM engine.require_system();
  DELETE FROM account_mails WHERE id IN (
    SELECT m.id FROM account_mails m
     WHERE m.status <> 'QUEUED' AND m.created_at < clock_timestamp() - interval '30 days' LIMIT most);
  GET DIAGNOSTICS mails = ROW_COUNT;
  DELETE FROM account_tokens WHERE id IN (
    SELECT t.id FROM account_tokens t
     WHERE t.expires_at < clock_timestamp() - interval '30 days'
       AND NOT EXISTS (SELECT 1 FROM account_mails m WHERE m.token_id = t.id) LIMIT most);
  GET DIAGNOSTICS tokens = ROW_COUNT;
  DELETE FROM account_requests WHERE id IN (
    SELECT r.id FROM account_requests r WHERE r.at < clock_timestamp() - interval '25 hours' LIMIT most);
  GET DIAGNOSTICS requests = ROW_COUNT;
  RETURN jsonb_build_object('accountMails', mails, 'accountTokens', tokens, 'accountRequests', requests);
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.admit_account_request(jsonb), engine.register_patient(jsonb), engine.account_token_owner(jsonb),
  engine.verify_email(jsonb), engine.resend_verification(jsonb), engine.request_password_reset(jsonb),
  engine.reset_password(jsonb), engine.change_password(jsonb)
  TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION
  engine.account_mail_context(jsonb), engine.begin_account_mail(jsonb), engine.settle_account_mail(jsonb),
  engine.queued_account_mails(jsonb), engine.purge_accounts(jsonb)
  TO clinic_owner, clinic_worker;
RESET ROLE;
