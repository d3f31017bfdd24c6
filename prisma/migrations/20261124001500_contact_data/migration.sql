-- A new number is unverified, and the API's login verifies none; only staff can note consent, which goes into the ledger.
SET ROLE clinic_engine;

CREATE FUNCTION engine.guard_phone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'clinic_app' THEN
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

-- An opt-out stays until the person takes it back: entering the number again does not.
CREATE FUNCTION engine.note_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.phone IS NOT NULL AND NEW.sms_consent
    AND (TG_OP = 'INSERT' OR NEW.phone IS DISTINCT FROM OLD.phone OR NOT OLD.sms_consent)
    AND NOT engine.is_opted_out(NEW.phone) THEN
    INSERT INTO consents (phone, patient_id, kind, source, wording, actor_id)
    VALUES (NEW.phone, NEW.id, 'OPT_IN', 'STAFF', 'The patient agreed to text messages about their sessions; recorded by staff.',
            engine.actor_id());
  END IF;
  RETURN NULL;
END
$$;

GRANT EXECUTE ON FUNCTION engine.guard_phone(), engine.note_consent() TO clinic_owner;
RESET ROLE;

CREATE TRIGGER guard_phone BEFORE INSERT OR UPDATE ON patients FOR EACH ROW EXECUTE FUNCTION engine.guard_phone();
CREATE TRIGGER note_consent AFTER INSERT OR UPDATE ON patients FOR EACH ROW EXECUTE FUNCTION engine.note_consent();
