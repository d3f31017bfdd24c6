-- People and their roles, by admins; one's own data, by oneself.
ALTER TABLE consents ADD COLUMN proven boolean NOT NULL DEFAULT true;

SET ROLE clinic_engine;

CREATE FUNCTION engine.require_admin() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF engine.acting_role() IS DISTINCT FROM 'ADMIN' THEN
    RAISE EXCEPTION 'For admins only.' USING ERRCODE = 'CS403';
  END IF;
END
$$;

-- Until when sign-ins to the account are refused to somebody, wherever they come from. For admins; null for everybody else.
CREATE FUNCTION engine.account_locked_until(account uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  lockout_minutes constant integer := (SELECT p.lockout_minutes FROM policy p);
BEGIN
  IF engine.acting_role() IS DISTINCT FROM 'ADMIN' THEN
    RETURN NULL;
  END IF;
  RETURN (
    SELECT max(l.until) FROM (
      SELECT u.locked_until AS until FROM users u WHERE u.id = account
       UNION ALL
      SELECT engine.locked_until(f.email_hash, f.source_hash)
        FROM (SELECT DISTINCT a.email_hash, a.source_hash FROM sign_in_attempts a
               WHERE a.user_id = account AND NOT a.ok AND a.at > clock_timestamp() - make_interval(mins => lockout_minutes)) f) l
     WHERE l.until > clock_timestamp());
END
$$;

-- What goes with a role: a doctor's profile, taken in or out of use and never deleted; a patient's record.
CREATE FUNCTION engine.follow_role(account public.users, specialty text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF account.role = 'DOCTOR' THEN
    INSERT INTO public.doctors AS d (id, user_id, full_name, specialty, time_zone, active)
    VALUES (gen_random_uuid(), account.id, account.full_name, specialty, account.time_zone, account.status = 'ACTIVE')
    ON CONFLICT (user_id) DO UPDATE SET active = excluded.active, version = d.version + 1 WHERE d.active <> excluded.active;
  ELSE
    UPDATE public.doctors SET active = false, version = version + 1 WHERE user_id = account.id AND active;
  END IF;
  PERFORM engine.give_patient_record(account, account.email_verified_at IS NOT NULL);
END
$$;

-- What an account's profile and record have from it, as far as it was given; a new number comes without consent to text it.
CREATE FUNCTION engine.follow_contact(account public.users, given jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF given ? 'fullName' THEN
    UPDATE public.doctors SET full_name = account.full_name, version = version + 1
     WHERE user_id = account.id AND full_name <> account.full_name;
  END IF;
  IF given ?| '{fullName,phone,timeZone,language}' THEN
    UPDATE public.patients AS p
       SET full_name = CASE WHEN given ? 'fullName' THEN account.full_name ELSE p.full_name END,
           phone = CASE WHEN given ? 'phone' THEN account.phone ELSE p.phone END,
           sms_consent = p.sms_consent AND NOT (given ? 'phone' AND account.phone IS DISTINCT FROM p.phone),
           time_zone = CASE WHEN given ? 'timeZone' THEN account.time_zone ELSE p.time_zone END,
           language = CASE WHEN given ? 'language' THEN account.language ELSE p.language END,
           version = p.version + 1
     WHERE p.user_id = account.id;
  END IF;
END
$$;

-- By an admin, or for the first one by the owner's login as SYSTEM, who hands the token over instead of mailing it.
CREATE FUNCTION engine.create_user(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
BEGIN
  IF engine.is_system() IS NOT TRUE THEN
    PERFORM engine.require_admin();
  END IF;
  INSERT INTO users AS u (id, email, full_name, role, phone, time_zone, language)
  VALUES ((command ->> 'userId')::uuid, command ->> 'email', command ->> 'fullName', command ->> 'role', command ->> 'phone',
          coalesce(command ->> 'timeZone', (SELECT p.time_zone FROM policy p), 'UTC'), coalesce(command ->> 'language', 'en'))
  ON CONFLICT (email) DO NOTHING
  RETURNING u.* INTO account;
  IF account.id IS NULL THEN
    RETURN '{"outcome": "EMAIL_TAKEN"}';
  END IF;
  PERFORM engine.follow_role(account, command ->> 'specialty');
  PERFORM engine.issue_account_token(account.id, 'INVITATION', command);
  IF command ->> 'mailId' IS NOT NULL THEN
    PERFORM engine.queue_account_mail(account, 'INVITATION', command);
  END IF;
  RETURN '{"outcome": "CREATED"}';
END
$$;

-- As the view of an account has it; for admins who changed their own, and may not look any more.
CREATE FUNCTION engine.user_document(account uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'id', u.id, 'email', u.email, 'fullName', u.full_name, 'role', u.role, 'status', u.status,
    'emailVerified', u.email_verified_at IS NOT NULL, 'phone', u.phone, 'timeZone', u.time_zone, 'language', u.language,
    'doctorId', d.id, 'patientId', p.id, 'createdAt', engine.iso(u.created_at),
    'lockedUntil', engine.iso(engine.account_locked_until(u.id)))
    FROM public.users u LEFT JOIN public.doctors d ON d.user_id = u.id LEFT JOIN public.patients p ON p.user_id = u.id
   WHERE u.id = account
$$;

-- Only members that are there are changed. Whoever takes an admin away waits for others who do so, and looks again.
CREATE FUNCTION engine.update_user(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before users;
  account users;
  standing boolean;
BEGIN
  IF command ? 'role' OR command ? 'status' THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('admins', 0));
  END IF;
  PERFORM engine.require_admin();
  SELECT u.* INTO before FROM users u WHERE u.id = (command ->> 'userId')::uuid FOR UPDATE;
  IF before.id IS NULL THEN
    RETURN '{"outcome": "ABSENT"}';
  END IF;
  standing := coalesce(command ->> 'role', before.role) <> before.role OR coalesce(command ->> 'status', before.status) <> before.status;
  -- An admin who never set a password cannot be the one who is left.
  IF standing AND before.role = 'ADMIN' AND before.status = 'ACTIVE' AND NOT EXISTS (
    SELECT 1 FROM users u JOIN credentials c ON c.user_id = u.id
     WHERE u.role = 'ADMIN' AND u.status = 'ACTIVE' AND u.id <> before.id) THEN
    RETURN '{"outcome": "LAST_ADMIN"}';
  END IF;
  UPDATE users AS u
     SET role = coalesce(command ->> 'role', u.role), status = coalesce(command ->> 'status', u.status),
         full_name = coalesce(command ->> 'fullName', u.full_name),
         phone = CASE WHEN command ? 'phone' THEN command ->> 'phone' ELSE u.phone END,
         version = u.version + standing::integer
   WHERE u.id = before.id
  RETURNING u.* INTO account;
  PERFORM engine.follow_contact(account, command);
  IF standing THEN
    PERFORM engine.follow_role(account, NULL);
  END IF;
  IF account.status = 'DISABLED' THEN
    PERFORM engine.end_families(account.id, NULL, 'DISABLED');
    PERFORM engine.end_account_tokens(account.id);
  END IF;
  RETURN jsonb_build_object('outcome', 'UPDATED', 'user', engine.user_document(account.id));
END
$$;

CREATE FUNCTION engine.unlock_user(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account uuid := (command ->> 'userId')::uuid;
BEGIN
  PERFORM engine.require_admin();
  PERFORM engine.forget_failures(account, command ->> 'emailHash');
  PERFORM engine.write_audit('auth', account::text, 'unlocked', NULL, NULL, NULL);
  RETURN NULL;
END
$$;

-- The number is verified, or staff entered it with consent: what the person says about it counts for the number.
CREATE FUNCTION engine.is_proven_phone(patient public.patients) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT patient.phone IS NOT NULL AND (patient.phone_verified_at IS NOT NULL OR patient.sms_consent)
$$;

-- By the newest entry of the number. What somebody said about a number that they only typed binds nobody else.
CREATE OR REPLACE FUNCTION engine.is_opted_out(number text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT c.kind = 'OPT_OUT' FROM public.consents c
                    WHERE c.phone = number AND c.proven ORDER BY c.id DESC LIMIT 1), false)
$$;

-- The same for whoever may know: staff, and a patient about a number that is theirs. Of one that they only typed, they learn
-- what they said themselves. False where there is no number, null for everybody else.
CREATE OR REPLACE FUNCTION engine.opted_out(number text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  patient patients;
BEGIN
  IF number IS NULL THEN
    RETURN false;
  ELSIF engine.acting_role() IN ('SECRETARY', 'DOCTOR', 'ADMIN', 'SYSTEM') THEN
    RETURN engine.is_opted_out(number);
  END IF;
  SELECT p.* INTO patient FROM patients p WHERE p.phone = number AND p.id = ANY (engine.own_patient_ids());
  IF patient.id IS NULL THEN
    RETURN NULL;
  ELSIF engine.is_proven_phone(patient) THEN
    RETURN engine.is_opted_out(number);
  END IF;
  RETURN coalesce((SELECT c.kind = 'OPT_OUT' FROM consents c
                    WHERE c.phone = number AND c.patient_id = patient.id ORDER BY c.id DESC LIMIT 1), false);
END
$$;

-- Once the number proves to be theirs, what they said before counts. Before `note_consent`, which heeds an opt-out.
CREATE FUNCTION engine.adopt_consents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF engine.is_proven_phone(NEW) THEN
    UPDATE consents SET proven = true WHERE phone = NEW.phone AND patient_id = NEW.id AND NOT proven;
  END IF;
  RETURN NULL;
END
$$;

-- Only members that are there are changed. `consent` goes into the ledger of the number that the record has afterwards.
CREATE FUNCTION engine.update_me(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  account users;
  patient patients;
  agreed boolean := (command ->> 'consent')::boolean;
BEGIN
  PERFORM engine.require_in_person();
  UPDATE users AS u
     SET full_name = coalesce(command ->> 'fullName', u.full_name),
         phone = CASE WHEN command ? 'phone' THEN command ->> 'phone' ELSE u.phone END,
         time_zone = coalesce(command ->> 'timeZone', u.time_zone), language = coalesce(command ->> 'language', u.language)
   WHERE u.id = engine.actor_id()
  RETURNING u.* INTO account;
  PERFORM engine.follow_contact(account, command);
  IF agreed IS NULL THEN
    RETURN '{"outcome": "UPDATED"}';
  END IF;
  SELECT p.* INTO patient FROM patients p WHERE p.user_id = account.id AND account.role = 'PATIENT';
  IF patient.id IS NULL THEN
    RETURN '{"outcome": "NO_RECORD"}';
  ELSIF patient.phone IS NULL THEN
    RETURN '{"outcome": "NO_PHONE"}';
  END IF;
  INSERT INTO consents (phone, patient_id, kind, source, wording, actor_id, proven)
  VALUES (patient.phone, patient.id, CASE WHEN agreed THEN 'OPT_IN' ELSE 'OPT_OUT' END, 'PATIENT',
          CASE WHEN agreed THEN 'I agree to text messages about my sessions; set in my profile.'
               ELSE 'I do not want text messages about my sessions; set in my profile.' END, account.id,
          engine.is_proven_phone(patient));
  RETURN '{"outcome": "UPDATED"}';
END
$$;

GRANT EXECUTE ON FUNCTION
  engine.account_locked_until(uuid), engine.create_user(jsonb), engine.update_user(jsonb), engine.unlock_user(jsonb),
  engine.update_me(jsonb)
  TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION engine.adopt_consents() TO clinic_owner;
RESET ROLE;

CREATE TRIGGER adopt_consents AFTER UPDATE ON patients FOR EACH ROW EXECUTE FUNCTION engine.adopt_consents();
