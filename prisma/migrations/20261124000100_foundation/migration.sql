-- Runs as clinic_owner. Tables live in public, functions in engine; clinic_engine owns the latter and cannot sign in.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE SCHEMA engine AUTHORIZATION clinic_engine;
GRANT USAGE ON SCHEMA public TO clinic_engine, clinic_app, clinic_worker;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET ROLE clinic_engine;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA engine TO clinic_owner, clinic_app, clinic_worker;
RESET ROLE;

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
