-- Phones of patients, proven by a code that was sent to them as a text. A Slack code ties whoever types it; one for a phone names
-- the number beforehand, and only the person who asked can type it.
ALTER TABLE chat_link_codes
    ADD COLUMN phone text,
    ADD COLUMN source_hash text,
    ADD COLUMN wrong_tries integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT chat_link_codes_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    ADD CONSTRAINT chat_link_codes_phone_of_sms CHECK ((channel = 'SMS') = (phone IS NOT NULL AND source_hash IS NOT NULL)),
    ADD CONSTRAINT chat_link_codes_tries_counted CHECK (wrong_tries BETWEEN 0 AND 5);
CREATE INDEX chat_link_codes_phone_created_at_idx ON chat_link_codes (phone, created_at);
CREATE INDEX chat_link_codes_source_hash_created_at_idx ON chat_link_codes (source_hash, created_at);
DROP TRIGGER audit ON chat_link_codes;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON chat_link_codes
    FOR EACH ROW EXECUTE FUNCTION engine.audit_row('auth', 'user_id', 'phone', 'code_hash,source_hash');
ALTER TABLE chat_link_codes ENABLE ALWAYS TRIGGER audit;

-- `body` is what a text says, without its code. The code's row goes long before the text's.
ALTER TABLE account_mails
    ADD COLUMN channel notification_channel NOT NULL DEFAULT 'EMAIL',
    ADD COLUMN code_id uuid,
    ADD COLUMN body text,
    ADD CONSTRAINT account_mails_code_id_fkey FOREIGN KEY (code_id) REFERENCES chat_link_codes (id) ON DELETE SET NULL,
    DROP CONSTRAINT account_mails_kind_known,
    ADD CONSTRAINT account_mails_kind_known
        CHECK (kind IN ('VERIFY_EMAIL', 'RESET_PASSWORD', 'INVITATION', 'PASSWORD_CHANGED', 'PHONE_CODE')),
    ADD CONSTRAINT account_mails_channel_of_kind CHECK (channel = CASE kind WHEN 'PHONE_CODE' THEN 'SMS' ELSE 'EMAIL' END);
CREATE INDEX account_mails_code_id_idx ON account_mails (code_id);

-- One Slack user is one person. A phone may be that of a family: each of them proves it, and none takes it from another.
DROP INDEX chat_identities_one_active;
CREATE UNIQUE INDEX chat_identities_one_active
    ON chat_identities (channel, subject, (CASE channel WHEN 'SMS' THEN user_id END)) NULLS NOT DISTINCT WHERE revoked_at IS NULL;

SET ROLE clinic_engine;

-- The record of the patient who is there themselves, locked after the account as wherever both are changed.
CREATE FUNCTION engine.require_own_record() RETURNS public.patients LANGUAGE plpgsql AS $$
DECLARE
  patient public.patients;
BEGIN
  IF engine.require_in_person() = 'PATIENT' THEN
    PERFORM 1 FROM public.users u WHERE u.id = engine.actor_id() FOR NO KEY UPDATE;
    SELECT p.* INTO patient FROM public.patients p WHERE p.user_id = engine.actor_id() FOR UPDATE;
  END IF;
  IF patient.id IS NULL THEN
    RAISE EXCEPTION 'For patients with a record only.' USING ERRCODE = 'CS403';
  END IF;
  RETURN patient;
END
$$;

-- Whoever has the number wants no texts, or this patient said so of a number that they had only typed.
CREATE FUNCTION engine.refuses_texts(number text, patient uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.is_opted_out(number) OR coalesce((
    SELECT c.kind = 'OPT_OUT' FROM public.consents c
     WHERE c.phone = number AND (c.proven OR c.patient_id = patient) ORDER BY c.id DESC LIMIT 1), false)
$$;

-- From when on another text with a code may be asked for; null = now. Texts cost money and reach strangers: five a day by one
-- person, three an hour to one number, and as many an hour from one source as sign-ups.
CREATE FUNCTION engine.phone_code_free_at(number text, source text) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT greatest(
    (SELECT c.created_at + interval '24 hours' FROM public.chat_link_codes c
      WHERE c.user_id = engine.actor_id() AND c.channel = 'SMS' AND c.created_at > clock_timestamp() - interval '24 hours'
      ORDER BY c.created_at DESC OFFSET 4 LIMIT 1),
    (SELECT c.created_at + interval '1 hour' FROM public.chat_link_codes c
      WHERE c.phone = number AND c.created_at > clock_timestamp() - interval '1 hour'
      ORDER BY c.created_at DESC OFFSET 2 LIMIT 1),
    (SELECT c.created_at + interval '1 hour' FROM public.chat_link_codes c
      WHERE c.source_hash = source AND c.created_at > clock_timestamp() - interval '1 hour'
      ORDER BY c.created_at DESC OFFSET (SELECT p.sign_ups_per_source_per_hour - 1 FROM public.policy p) LIMIT 1))
$$;

-- Takes over from the patient's code before it, and queues the text that brings it.
CREATE FUNCTION engine.create_phone_code(command jsonb) RETURNS jsonb
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
  ELSIF engine.refuses_texts(number, patient.id) THEN
    RETURN '{"state": "OPTED_OUT"}';
  END IF;
  present := clock_timestamp();
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

-- The patient's code that can still be typed, by its id; null where there is none. Others of the same patient wait.
CREATE FUNCTION engine.open_phone_code(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_own_record();
  RETURN (SELECT jsonb_build_object('id', c.id) FROM chat_link_codes c
           WHERE c.user_id = engine.actor_id() AND c.channel = 'SMS' AND c.used_at IS NULL AND c.replaced_at IS NULL
             AND c.expires_at > clock_timestamp() AND c.wrong_tries < 5);
END
$$;

-- Proves the number of a code to be the patient's. A wrong code is counted, so the caller must commit that answer too.
CREATE FUNCTION engine.link_phone(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  patient constant patients := engine.require_own_record();
  present timestamptz(3);
  code chat_link_codes;
BEGIN
  SELECT * INTO code FROM chat_link_codes c
   WHERE c.id = (command ->> 'codeId')::uuid AND c.user_id = engine.actor_id() AND c.channel = 'SMS' AND c.used_at IS NULL
     AND c.replaced_at IS NULL AND c.expires_at > clock_timestamp() AND c.wrong_tries < 5 FOR UPDATE;
  IF NOT FOUND THEN
    RETURN '{"state": "OVER"}';
  ELSIF code.code_hash <> command ->> 'codeHash' THEN
    UPDATE chat_link_codes SET wrong_tries = wrong_tries + 1 WHERE id = code.id;
    RETURN '{"state": "WRONG"}';
  ELSIF engine.refuses_texts(code.phone, patient.id) THEN
    RETURN '{"state": "OPTED_OUT"}';
  END IF;
  present := clock_timestamp();
  UPDATE chat_link_codes SET used_at = present WHERE id = code.id;
  UPDATE patients SET phone = code.phone, phone_verified_at = present, version = version + 1 WHERE id = patient.id;
  UPDATE users SET phone = code.phone WHERE id = engine.actor_id() AND phone IS DISTINCT FROM code.phone;
  INSERT INTO consents (phone, patient_id, kind, source, wording, actor_id)
  VALUES (code.phone, patient.id, 'OPT_IN', 'PATIENT',
          'I agree to text messages about my sessions at this number; said by typing the code that was sent to it.',
          engine.actor_id());
  RETURN jsonb_build_object('state', 'LINKED', 'link', engine.give_phone_identity(code.phone, present),
                            'fullName', (SELECT u.full_name FROM users u WHERE u.id = engine.actor_id()));
END
$$;

-- A link that is theirs already stays as it is.
CREATE FUNCTION engine.give_phone_identity(number text, present timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  link public.chat_identities;
BEGIN
  SELECT * INTO link FROM public.chat_identities i
   WHERE i.user_id = engine.actor_id() AND i.channel = 'SMS' AND i.subject = number AND i.revoked_at IS NULL;
  IF NOT FOUND THEN
    INSERT INTO public.chat_identities AS i (id, user_id, channel, subject, verified_at, created_at)
    VALUES (gen_random_uuid(), engine.actor_id(), 'SMS', number, present, present)
    RETURNING i.* INTO link;
  END IF;
  RETURN jsonb_build_object('id', link.id, 'channel', 'SMS', 'subject', number, 'linkedAt', engine.iso(link.verified_at));
END
$$;

-- A record that has another number, or none, is not reached at the one before.
CREATE FUNCTION engine.end_phone_links() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE chat_identities SET revoked_at = clock_timestamp()
   WHERE user_id = NEW.user_id AND channel = 'SMS' AND subject IS DISTINCT FROM NEW.phone AND revoked_at IS NULL;
  RETURN NULL;
END
$$;

-- As before, but a number is also verified by the code that its patient used at that instant.
CREATE OR REPLACE FUNCTION engine.guard_phone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'clinic_app' AND NOT EXISTS (
    SELECT 1 FROM chat_link_codes c
     WHERE c.user_id = NEW.user_id AND c.phone = NEW.phone AND c.used_at = NEW.phone_verified_at) THEN
    NEW.phone_verified_at := CASE TG_OP WHEN 'UPDATE' THEN OLD.phone_verified_at END;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.phone IS DISTINCT FROM OLD.phone AND NEW.phone_verified_at IS NOT DISTINCT FROM OLD.phone_verified_at THEN
    NEW.phone_verified_at := NULL;
  END IF;
  IF current_setting('app.role', true) = 'PATIENT' AND session_user = 'clinic_app' THEN
    IF NEW.phone IS DISTINCT FROM OLD.phone THEN
      NEW.sms_consent := false;
    ELSE
      NEW.sms_consent := NEW.sms_consent AND OLD.sms_consent;
    END IF;
  END IF;
  RETURN NEW;
END
$$;

-- As before, but a phone, which may be that of several people, is nobody.
CREATE OR REPLACE FUNCTION engine.resolve_chat(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object('userId', u.id, 'role', u.role, 'version', u.version, 'status', u.status,
                                    'doctorId', d.id, 'patientId', p.id, 'linkId', i.id)
            FROM chat_identities i JOIN users u ON u.id = i.user_id
            LEFT JOIN doctors d ON d.user_id = u.id LEFT JOIN patients p ON p.user_id = u.id
           WHERE i.channel = command ->> 'channel' AND i.subject = command ->> 'subject' AND i.revoked_at IS NULL
             AND i.channel <> 'SMS');
END
$$;

-- As before, and what a text with a code needs.
CREATE OR REPLACE FUNCTION engine.account_mail_context(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  RETURN (
    SELECT jsonb_build_object(
             'mail', jsonb_build_object('id', m.id, 'kind', m.kind, 'status', m.status, 'address', m.address,
                                        'attempts', m.attempts, 'createdAt', engine.iso(m.created_at),
                                        'optedOut', m.channel = 'SMS' AND engine.is_opted_out(m.address)),
             'user', jsonb_build_object('id', u.id, 'fullName', u.full_name, 'email', u.email, 'language', u.language,
                                        'role', u.role),
             'token', (SELECT jsonb_build_object('id', t.id, 'expiresAt', engine.iso(t.expires_at)) FROM account_tokens t
                        WHERE t.id = m.token_id AND t.used_at IS NULL AND t.expires_at > clock_timestamp()),
             'code', (SELECT jsonb_build_object('id', c.id, 'expiresAt', engine.iso(c.expires_at),
                                                'isOver', c.used_at IS NOT NULL OR c.replaced_at IS NOT NULL
                                                          OR c.expires_at <= clock_timestamp() OR c.wrong_tries >= 5)
                        FROM chat_link_codes c WHERE c.id = m.code_id),
             'clinic', (SELECT jsonb_build_object('name', c.clinic_name, 'timeZone', c.time_zone) FROM policy c))
      FROM account_mails m JOIN users u ON u.id = m.user_id WHERE m.id = (command ->> 'mailId')::uuid);
END
$$;

-- As before, and keeps the words of a text from its first attempt on, so that they can be looked for.
CREATE OR REPLACE FUNCTION engine.begin_account_mail(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  begun account_mails;
BEGIN
  PERFORM engine.require_system();
  UPDATE account_mails AS m
     SET attempts = m.attempts + 1, body = CASE WHEN m.attempts = 0 THEN command ->> 'body' ELSE m.body END
   WHERE m.id = (command ->> 'mailId')::uuid
  RETURNING m.* INTO begun;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such mail.' USING ERRCODE = 'CS404';
  END IF;
  RETURN jsonb_build_object('attempts', begun.attempts, 'body', begun.body);
END
$$;

-- As before. 21610: whoever has the number told the provider to stop.
CREATE OR REPLACE FUNCTION engine.settle_account_mail(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  settled account_mails;
BEGIN
  PERFORM engine.require_system();
  UPDATE account_mails AS m
     SET status = command ->> 'status', message_id = command ->> 'messageId', error_code = command ->> 'errorCode',
         sent_at = CASE WHEN command ->> 'status' = 'SENT' THEN clock_timestamp() END
   WHERE m.id = (command ->> 'mailId')::uuid AND m.status = 'QUEUED'
  RETURNING m.* INTO settled;
  IF settled.channel = 'SMS' AND settled.error_code = '21610' AND NOT engine.is_opted_out(settled.address) THEN
    INSERT INTO consents (phone, kind, source, wording)
    VALUES (settled.address, 'OPT_OUT', 'PROVIDER', 'The provider refuses messages to this number (21610).');
  END IF;
  RETURN NULL;
END
$$;

GRANT EXECUTE ON FUNCTION engine.create_phone_code(jsonb), engine.open_phone_code(jsonb), engine.link_phone(jsonb)
  TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION engine.end_phone_links() TO clinic_owner;
RESET ROLE;

CREATE TRIGGER end_phone_links AFTER UPDATE ON patients
    FOR EACH ROW WHEN (OLD.phone IS DISTINCT FROM NEW.phone) EXECUTE FUNCTION engine.end_phone_links();
