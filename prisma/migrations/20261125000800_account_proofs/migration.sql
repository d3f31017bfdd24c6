-- Who may have a record, and in which order locks are taken where somebody proves who they are. Wherever a person's attempts,
-- codes, links or tokens are locked, the account is locked before them.
SET ROLE clinic_engine;

-- A record that staff made with this address waits for its proof.
CREATE FUNCTION engine.awaits_record(account public.users) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT account.role = 'PATIENT' AND NOT EXISTS (SELECT 1 FROM public.patients p WHERE p.user_id = account.id)
     AND EXISTS (SELECT 1 FROM public.patients p WHERE p.user_id IS NULL AND lower(p.email) = account.email)
$$;

-- As before, and whether a record waits.
CREATE OR REPLACE FUNCTION engine.account_token_owner(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object('userId', u.id, 'email', u.email, 'fullName', u.full_name, 'role', u.role,
                             'awaitsRecord', engine.awaits_record(u))
            FROM account_tokens t JOIN users u ON u.id = t.user_id
           WHERE t.token_hash = command ->> 'tokenHash' AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
             AND t.purpose = ANY (ARRAY(SELECT jsonb_array_elements_text(command -> 'purposes'))) AND u.status = 'ACTIVE');
END
$$;

-- Whoever reads the mailbox may not be who signed up with the address, and is signed in somewhere. So a record that waits goes
-- only with the password too: `checkedHash` is the one that was checked. Roll back unless it is VERIFIED.
CREATE OR REPLACE FUNCTION engine.verify_email(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
BEGIN
  PERFORM engine.require_anonymous();
  account := engine.redeem_account_token(command ->> 'tokenHash', '{VERIFY_EMAIL}');
  IF account.id IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE users SET email_verified_at = clock_timestamp() WHERE id = account.id AND email_verified_at IS NULL;
  PERFORM engine.give_patient_record(account, EXISTS (
    SELECT 1 FROM credentials c WHERE c.user_id = account.id AND c.password_hash = command ->> 'checkedHash'));
  IF engine.awaits_record(account) THEN
    RETURN '{"outcome": "PASSWORD_NEEDED"}';
  END IF;
  RETURN jsonb_build_object('outcome', 'VERIFIED', 'userId', account.id, 'role', account.role);
END
$$;

-- A chat that was linked, or could be, by whoever had the password.
CREATE FUNCTION engine.end_chat_access(account uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE public.chat_identities SET revoked_at = clock_timestamp()
   WHERE user_id = account AND channel = 'SLACK' AND revoked_at IS NULL;
  UPDATE public.chat_link_codes SET replaced_at = clock_timestamp()
   WHERE user_id = account AND used_at IS NULL AND replaced_at IS NULL
$$;

-- As before, and ends what chats may do for the account too.
CREATE OR REPLACE FUNCTION engine.reset_password(command jsonb) RETURNS jsonb
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
  -- Whoever signed up may have been somebody else: a phone that they typed is not to reach the owner of the record.
  UPDATE users AS u
     SET version = u.version + 1, phone = CASE WHEN changed AND engine.awaits_record(u) THEN NULL ELSE u.phone END
   WHERE u.id = account.id
  RETURNING u.* INTO account;
  PERFORM engine.end_families(account.id, NULL, 'PASSWORD_RESET');
  PERFORM engine.end_chat_access(account.id);
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

CREATE OR REPLACE FUNCTION engine.forget_failures(account uuid, email text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.users SET locked_until = NULL WHERE id = account AND locked_until IS NOT NULL;
  DELETE FROM public.sign_in_attempts WHERE NOT ok AND (user_id = account OR email_hash = email);
END
$$;

-- Before the attempt is settled. No family opens without the password that was checked.
CREATE OR REPLACE FUNCTION engine.open_auth_session(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  PERFORM 1 FROM users u WHERE u.id = (command ->> 'userId')::uuid AND u.status = 'ACTIVE' FOR SHARE;
  IF NOT FOUND THEN
    RETURN '{"opened": false}';
  END IF;
  PERFORM 1 FROM credentials c
   WHERE c.user_id = (command ->> 'userId')::uuid AND c.password_hash = command ->> 'passwordHash' FOR SHARE;
  IF NOT FOUND THEN
    RETURN '{"opened": false}';
  END IF;
  INSERT INTO auth_sessions (id, user_id, refresh_hash, expires_at)
  VALUES ((command ->> 'sid')::uuid, (command ->> 'userId')::uuid, command ->> 'refreshHash', (command ->> 'expiresAt')::timestamptz);
  RETURN '{"opened": true}';
END
$$;

CREATE OR REPLACE FUNCTION engine.create_link_code(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  most_per_hour constant integer := 10;
  present timestamptz(3);
  free_at timestamptz;
  made chat_link_codes;
BEGIN
  PERFORM engine.require_in_person();
  PERFORM 1 FROM users u WHERE u.id = engine.actor_id() FOR SHARE;
  PERFORM pg_advisory_xact_lock(hashtextextended('link-code/' || engine.actor_id(), 0));
  present := clock_timestamp();
  SELECT c.created_at + interval '1 hour' INTO free_at FROM chat_link_codes c
   WHERE c.user_id = engine.actor_id() AND c.created_at > present - interval '1 hour'
   ORDER BY c.created_at DESC OFFSET most_per_hour - 1 LIMIT 1;
  IF FOUND THEN
    RETURN jsonb_build_object('state', 'LIMITED', 'retryAfterSeconds', engine.seconds_until(free_at));
  END IF;
  UPDATE chat_link_codes c SET replaced_at = present
   WHERE c.user_id = engine.actor_id() AND c.channel = command ->> 'channel' AND c.used_at IS NULL AND c.replaced_at IS NULL;
  INSERT INTO chat_link_codes AS c (id, user_id, channel, code_hash, created_at, expires_at)
  VALUES ((command ->> 'id')::uuid, engine.actor_id(), command ->> 'channel', command ->> 'codeHash', present,
          present + interval '10 minutes')
  RETURNING c.* INTO made;
  RETURN jsonb_build_object('state', 'CREATED', 'expiresAt', engine.iso(made.expires_at));
END
$$;

-- As before, but a password that is reset meanwhile ends the code, or else the link.
CREATE OR REPLACE FUNCTION engine.link_chat(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  chat text := command ->> 'channel';
  who text := command ->> 'subject';
  blocked_until timestamptz;
  code chat_link_codes;
  person users;
BEGIN
  PERFORM engine.require_anonymous();
  PERFORM pg_advisory_xact_lock(hashtextextended('chat-link/' || chat || '/' || who, 0));
  blocked_until := engine.link_blocked_until(command ->> 'subjectHash');
  IF blocked_until IS NOT NULL THEN
    RETURN jsonb_build_object('state', 'LIMITED', 'retryAfterSeconds', engine.seconds_until(blocked_until));
  END IF;
  SELECT u.* INTO person FROM users u
   WHERE u.id = (SELECT c.user_id FROM chat_link_codes c WHERE c.code_hash = command ->> 'codeHash') FOR SHARE;
  SELECT * INTO code FROM chat_link_codes c
   WHERE c.code_hash = command ->> 'codeHash' AND c.channel = chat AND c.used_at IS NULL AND c.replaced_at IS NULL
     AND c.expires_at > clock_timestamp() FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO chat_link_failures (subject_hash, at) VALUES (command ->> 'subjectHash', clock_timestamp());
    RETURN '{"state": "WRONG"}';
  END IF;
  IF person.status <> 'ACTIVE' THEN
    RETURN '{"state": "DISABLED"}';
  END IF;
  UPDATE chat_link_codes SET used_at = clock_timestamp() WHERE id = code.id;
  RETURN engine.give_chat_identity(person.id, chat, who) || jsonb_build_object('state', 'LINKED', 'fullName', person.full_name);
END
$$;

-- As before, but asking about a number that wants no texts counts as well, so the caller must commit that answer too.
CREATE OR REPLACE FUNCTION engine.create_phone_code(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  patient constant patients := engine.require_own_record();
  number constant text := command ->> 'phone';
  source constant text := command ->> 'sourceHash';
  present timestamptz(3);
  free_at timestamptz;
  made chat_link_codes;
BEGIN
  PERFORM pg_advisory_xact_lock(k.key)
     FROM (SELECT DISTINCT hashtextextended('link-code/' || w, 0) AS key
             FROM unnest(ARRAY[engine.actor_id()::text, number, source]) w ORDER BY 1) k;
  free_at := engine.phone_code_free_at(number, source);
  IF free_at IS NOT NULL THEN
    RETURN jsonb_build_object('state', 'LIMITED', 'retryAfterSeconds', engine.seconds_until(free_at));
  END IF;
  present := clock_timestamp();
  IF engine.refuses_texts(number, patient.id) THEN
    INSERT INTO chat_link_codes (id, user_id, channel, code_hash, phone, source_hash, created_at, expires_at, replaced_at)
    VALUES ((command ->> 'id')::uuid, engine.actor_id(), 'SMS', command ->> 'codeHash', number, source, present, present, present);
    RETURN '{"state": "OPTED_OUT"}';
  END IF;
  UPDATE chat_link_codes c SET replaced_at = present
   WHERE c.user_id = engine.actor_id() AND c.channel = 'SMS' AND c.used_at IS NULL AND c.replaced_at IS NULL;
  INSERT INTO chat_link_codes AS c (id, user_id, channel, code_hash, phone, source_hash, created_at, expires_at)
  VALUES ((command ->> 'id')::uuid, engine.actor_id(), 'SMS', command ->> 'codeHash', number, source, present,
          present + interval '10 minutes')
  RETURNING c.* INTO made;
  INSERT INTO account_mails (id, user_id, kind, channel, code_id, address)
  VALUES ((command ->> 'mailId')::uuid, engine.actor_id(), 'PHONE_CODE', 'SMS', made.id, number);
  RETURN jsonb_build_object('state', 'CREATED', 'expiresAt', engine.iso(made.expires_at));
END
$$;

RESET ROLE;
