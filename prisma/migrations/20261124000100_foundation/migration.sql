-- Runs as clinic_owner. Tables live in public, functions in engine; clinic_engine owns the latter and cannot sign in.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE SCHEMA engine AUTHORIZATION clinic_engine;
GRANT USAGE ON SCHEMA public TO clinic_engine, clinic_app, clinic_worker;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET ROLE clinic_engine;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA engine TO clinic_owner, clinic_app, clinic_worker;
RESET ROLE;

-- The closed lists. Domains keep them in one place, and are checked without reading a constraint's text for each statement.
CREATE DOMAIN session_status AS text
  CHECK (VALUE IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'COMPLETED', 'NO_SHOW'));
CREATE DOMAIN attendance AS text CHECK (VALUE IN ('UNKNOWN', 'CONFIRMED', 'DECLINED'));
CREATE DOMAIN reject_category AS text
  CHECK (VALUE IN ('TIME_UNAVAILABLE', 'NEEDS_OTHER_SPECIALTY', 'NEEDS_PHONE_CALL', 'DUPLICATE', 'OTHER'));
CREATE DOMAIN notification_channel AS text CHECK (VALUE IN ('SMS', 'EMAIL', 'SLACK'));
CREATE DOMAIN notification_recipient AS text CHECK (VALUE IN ('PATIENT', 'DOCTOR', 'SECRETARIES'));
CREATE DOMAIN notification_status AS text CHECK (VALUE IN ('QUEUED', 'SENT', 'DELIVERED', 'FAILED', 'SUPPRESSED'));
CREATE DOMAIN audit_entity AS text
  CHECK (VALUE IN ('user', 'patient', 'doctor', 'room', 'availability', 'policy', 'session', 'move', 'task', 'consent',
                   'auth', 'export'));
CREATE DOMAIN audit_action AS text
  CHECK (VALUE IN ('create', 'update', 'delete', 'status', 'sign_in', 'sign_in_failed', 'locked', 'unlocked', 'override',
                   'export', 'read'));
CREATE DOMAIN long_text AS text CHECK (char_length(VALUE) <= 2000);

-- Prisma's own table takes part in the rule that no table is without row-level security.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    ALTER TABLE _prisma_migrations ENABLE ROW LEVEL SECURITY;
    ALTER TABLE _prisma_migrations FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner_only ON _prisma_migrations TO clinic_owner USING (true) WITH CHECK (true);
  END IF;
END
$$;
