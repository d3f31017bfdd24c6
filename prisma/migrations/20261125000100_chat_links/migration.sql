-- One-time codes that tie a chat identity to an account. The hash is keyed with a secret that the database does not hold:
-- eight characters are too few for a bare one.
CREATE TABLE chat_link_codes (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    channel text NOT NULL,
    code_hash text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    used_at timestamptz(3),
    replaced_at timestamptz(3),
    CONSTRAINT chat_link_codes_pkey PRIMARY KEY (id),
    CONSTRAINT chat_link_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT chat_link_codes_channel_known CHECK (channel IN ('SLACK', 'SMS')),
    CONSTRAINT chat_link_codes_ended_once CHECK (used_at IS NULL OR replaced_at IS NULL)
);
CREATE UNIQUE INDEX chat_link_codes_code_hash_key ON chat_link_codes (code_hash);
CREATE INDEX chat_link_codes_user_id_created_at_idx ON chat_link_codes (user_id, created_at);
CREATE UNIQUE INDEX chat_link_codes_one_open ON chat_link_codes (user_id, channel) WHERE used_at IS NULL AND replaced_at IS NULL;

-- Codes that fitted nothing, counted per hash of the chat identity that typed them.
CREATE TABLE chat_link_failures (
    id bigserial NOT NULL,
    subject_hash text NOT NULL,
    at timestamptz(3) NOT NULL,
    CONSTRAINT chat_link_failures_pkey PRIMARY KEY (id)
);
CREATE INDEX chat_link_failures_subject_hash_at_idx ON chat_link_failures (subject_hash, at);

GRANT SELECT, INSERT, UPDATE, DELETE ON chat_link_codes TO clinic_engine;
GRANT SELECT, INSERT, DELETE ON chat_link_failures TO clinic_engine;
GRANT USAGE ON SEQUENCE chat_link_failures_id_seq TO clinic_engine;

ALTER TABLE chat_link_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_link_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON chat_link_codes TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON chat_link_codes TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

ALTER TABLE chat_link_failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_link_failures FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON chat_link_failures TO clinic_engine USING (true) WITH CHECK (true);
CREATE POLICY system_all ON chat_link_failures TO clinic_owner
    USING ((SELECT engine.is_system())) WITH CHECK ((SELECT engine.is_system()));

-- That a code was forgotten is no event; what became of it was written when it happened.
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON chat_link_codes
    FOR EACH ROW EXECUTE FUNCTION engine.audit_row('auth', 'user_id', '', 'code_hash');
ALTER TABLE chat_link_codes ENABLE ALWAYS TRIGGER audit;

SET ROLE clinic_engine;

-- The role of a person who is there themselves, not behind a bot.
CREATE FUNCTION engine.require_in_person() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting text := engine.acting_role();
BEGIN
  IF acting IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN') AND engine.channel() IN ('API', 'WEB') THEN
    RETURN acting;
  END IF;
  RAISE EXCEPTION 'Only in person.' USING ERRCODE = 'CS403';
END
$$;

CREATE FUNCTION engine.seconds_until(instant timestamptz) RETURNS integer LANGUAGE sql VOLATILE AS $$
  SELECT greatest(1, ceil(extract(epoch FROM instant - clock_timestamp())))::integer
$$;

-- Takes over from the person's code before it. At most ten an hour, counted whatever became of them.
CREATE FUNCTION engine.create_link_code(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  most_per_hour constant integer := 10;
  present timestamptz(3);
  free_at timestamptz;
  made chat_link_codes;
BEGIN
  PERFORM engine.require_in_person();
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

-- Until when a chat identity may not try another code; null = it may.
CREATE FUNCTION engine.link_blocked_until(subject text) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT f.at + interval '10 minutes' FROM public.chat_link_failures f
   WHERE f.subject_hash = subject AND f.at > clock_timestamp() - interval '10 minutes'
   ORDER BY f.at DESC OFFSET 9 LIMIT 1
$$;

-- Makes the identity the person's. Whoever had it before loses it; a link that is theirs already stays as it is.
CREATE FUNCTION engine.give_chat_identity(person uuid, to_channel text, to_subject text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  present constant timestamptz(3) := clock_timestamp();
  link public.chat_identities;
  ended uuid;
BEGIN
  SELECT * INTO link FROM public.chat_identities i
   WHERE i.channel = to_channel AND i.subject = to_subject AND i.revoked_at IS NULL FOR UPDATE;
  IF link.user_id IS DISTINCT FROM person THEN
    ended := link.id;
    UPDATE public.chat_identities SET revoked_at = present WHERE id = ended;
    INSERT INTO public.chat_identities AS i (id, user_id, channel, subject, verified_at, created_at)
    VALUES (gen_random_uuid(), person, to_channel, to_subject, present, present)
    RETURNING i.* INTO link;
  END IF;
  RETURN jsonb_build_object(
    'link', jsonb_build_object('id', link.id, 'channel', link.channel, 'subject', link.subject,
                               'linkedAt', engine.iso(link.verified_at)),
    'endedLinkId', ended);
END
$$;

-- Redeems a code for a chat identity. A code that fits nothing is counted, so the caller must commit that answer too.
CREATE FUNCTION engine.link_chat(command jsonb) RETURNS jsonb
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
  SELECT * INTO code FROM chat_link_codes c
   WHERE c.code_hash = command ->> 'codeHash' AND c.channel = chat AND c.used_at IS NULL AND c.replaced_at IS NULL
     AND c.expires_at > clock_timestamp() FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO chat_link_failures (subject_hash, at) VALUES (command ->> 'subjectHash', clock_timestamp());
    RETURN '{"state": "WRONG"}';
  END IF;
  SELECT * INTO person FROM users u WHERE u.id = code.user_id;
  IF person.status <> 'ACTIVE' THEN
    RETURN '{"state": "DISABLED"}';
  END IF;
  UPDATE chat_link_codes SET used_at = clock_timestamp() WHERE id = code.id;
  RETURN engine.give_chat_identity(person.id, chat, who) || jsonb_build_object('state', 'LINKED', 'fullName', person.full_name);
END
$$;

-- Ends one's own link, or an admin anybody's. One that has ended already stays as it is.
CREATE FUNCTION engine.remove_chat_link(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  acting text := engine.require_in_person();
  link chat_identities;
BEGIN
  SELECT * INTO link FROM chat_identities i
   WHERE i.id = (command ->> 'linkId')::uuid AND (i.user_id = engine.actor_id() OR acting = 'ADMIN') FOR UPDATE;
  IF link.id IS NOT NULL AND link.revoked_at IS NULL THEN
    UPDATE chat_identities SET revoked_at = clock_timestamp() WHERE id = link.id;
  END IF;
  RETURN jsonb_build_object('found', link.id IS NOT NULL);
END
$$;

-- As before, with the link that a delegated token will rest on.
CREATE OR REPLACE FUNCTION engine.resolve_chat(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object('userId', u.id, 'role', u.role, 'version', u.version, 'status', u.status,
                                    'doctorId', d.id, 'patientId', p.id, 'linkId', i.id)
            FROM chat_identities i JOIN users u ON u.id = i.user_id
            LEFT JOIN doctors d ON d.user_id = u.id LEFT JOIN patients p ON p.user_id = u.id
           WHERE i.channel = command ->> 'channel' AND i.subject = command ->> 'subject' AND i.revoked_at IS NULL);
END
$$;

-- A token rests on a family (`sid`) or on a chat link (`linkId`), and ends with it. The account's version is no means to
-- that: it would sign the person out everywhere.
CREATE OR REPLACE FUNCTION engine.token_subject(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_anonymous();
  RETURN (SELECT jsonb_build_object(
                   'status', u.status, 'role', u.role, 'version', u.version,
                   'sessionRevoked',
                   command ->> 'sid' IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM auth_sessions a
                      WHERE a.id = (command ->> 'sid')::uuid AND a.user_id = u.id AND a.revoked_at IS NULL
                        AND a.expires_at > clock_timestamp())
                   OR command ->> 'linkId' IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM chat_identities i
                      WHERE i.id = (command ->> 'linkId')::uuid AND i.user_id = u.id AND i.revoked_at IS NULL))
            FROM users u WHERE u.id = (command ->> 'userId')::uuid);
END
$$;

-- As before, but a doctor with several Slack links is reached at the newest.
CREATE OR REPLACE FUNCTION engine.delivery_context(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  n notifications;
  s sessions;
  number text;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO n FROM notifications x WHERE x.id = (command ->> 'notificationId')::uuid;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT * INTO s FROM sessions x WHERE x.id = n.session_id;
  number := coalesce(n.address, n.phone, (SELECT p.phone FROM patients p WHERE p.id = n.patient_id));
  RETURN jsonb_build_object(
    'notification', jsonb_build_object(
      'id', n.id, 'kind', n.kind, 'channel', n.channel, 'recipient', n.recipient, 'status', n.status,
      'address', coalesce(n.address, n.phone), 'body', n.body, 'subject', n.subject, 'providerId', n.provider_id,
      'attempts', n.attempts, 'sessionVersion', n.session_version, 'createdAt', engine.iso(n.created_at),
      'optedOut', n.channel = 'SMS' AND engine.is_opted_out(number)),
    'session', CASE WHEN s.id IS NOT NULL THEN engine.delivery_session(s) END,
    'clinic', (SELECT jsonb_build_object('name', c.clinic_name, 'timeZone', c.time_zone) FROM policy c),
    'patient', engine.delivery_patient(n.patient_id, s.id, s.doctor_id),
    'doctor', (SELECT jsonb_build_object('id', d.id, 'fullName', d.full_name, 'slackUserId', (
                        SELECT i.subject FROM chat_identities i
                         WHERE i.user_id = d.user_id AND i.channel = 'SLACK' AND i.revoked_at IS NULL
                         ORDER BY i.verified_at DESC, i.id LIMIT 1))
                 FROM doctors d WHERE d.id = s.doctor_id),
    'room', (SELECT jsonb_build_object('name', r.name, 'location', r.location) FROM rooms r WHERE r.id = s.room_id),
    'card', (SELECT jsonb_build_object('channelId', split_part(c.provider_id, ':', 1), 'ts', split_part(c.provider_id, ':', 2))
               FROM notifications c
              WHERE c.session_id = s.id AND c.channel = 'SLACK' AND c.recipient = 'DOCTOR' AND c.kind = 'BOOKED'
                AND c.provider_id LIKE '%:%'
              ORDER BY c.created_at DESC, c.id LIMIT 1),
    'firstSms', n.channel = 'SMS' AND NOT EXISTS (
      SELECT 1 FROM notifications o WHERE o.channel = 'SMS' AND o.address = number AND o.id <> n.id));
END
$$;

-- A day beyond the longest window that counts them.
CREATE FUNCTION engine.purge_chat_links(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  most constant integer := 10000;
  codes integer;
  failures integer;
BEGIN
  PERFORM engine.require_system();
  DELETE FROM chat_link_codes WHERE id IN (
    SELECT c.id FROM chat_link_codes c WHERE c.created_at < clock_timestamp() - interval '25 hours' LIMIT most);
  GET DIAGNOSTICS codes = ROW_COUNT;
  DELETE FROM chat_link_failures WHERE id IN (
    SELECT f.id FROM chat_link_failures f WHERE f.at < clock_timestamp() - interval '25 hours' LIMIT most);
  GET DIAGNOSTICS failures = ROW_COUNT;
  RETURN jsonb_build_object('linkCodes', codes, 'linkFailures', failures);
END
$$;

GRANT EXECUTE ON FUNCTION engine.create_link_code(jsonb), engine.link_chat(jsonb), engine.remove_chat_link(jsonb)
  TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION engine.purge_chat_links(jsonb) TO clinic_owner, clinic_worker;
RESET ROLE;
