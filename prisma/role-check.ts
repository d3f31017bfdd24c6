import type pg from 'pg';

interface RoleFacts {
  role: string;
  superuser: boolean;
  bypass: boolean;
  owns: boolean;
  engine: boolean;
}

const FACTS = `
  SELECT session_user AS role, r.rolsuper AS superuser, r.rolbypassrls AS bypass,
         EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname IN ('public', 'engine') AND c.relowner = r.oid) AS owns,
         EXISTS (SELECT 1 FROM pg_roles e
                  WHERE e.rolname = 'clinic_engine' AND pg_has_role(r.oid, e.oid, 'MEMBER')) AS engine
    FROM pg_roles r WHERE r.rolname = session_user`;

/** Logins that a process may ask for. */
export type DatabaseLogin = 'clinic_app' | 'clinic_worker' | 'clinic_owner';

export interface RoleDemands {
  allowOwner: boolean;
  expectedRole?: DatabaseLogin | undefined;
}

/**
 * Row-level security binds neither superusers nor bypass roles, and an owner can switch it off: none may serve. Nor may a
 * login other than the expected one: the worker's can act as SYSTEM.
 */
export async function refuseWrongRole(pool: pg.Pool, demands: RoleDemands): Promise<void> {
  const { rows } = await pool.query<RoleFacts>(FACTS);
  const facts = rows[0];
  if (!facts) throw new Error('The database does not know its own user.');
  const fault = faultOf(facts, demands);
  if (fault === null) return;
  const wanted = demands.expectedRole ?? 'clinic_app or clinic_worker';
  throw new Error(`Refusing to start: the database role "${facts.role}" ${fault}. Use ${wanted}.`);
}

function faultOf(facts: RoleFacts, { allowOwner, expectedRole }: RoleDemands): string | null {
  if (facts.superuser) return 'is a superuser';
  if (facts.bypass) return 'bypasses row-level security';
  if (facts.owns && !allowOwner) return 'owns the tables';
  if (facts.engine && !allowOwner) return 'can become the engine role';
  return expectedRole && facts.role !== expectedRole ? 'is not meant for this process' : null;
}
