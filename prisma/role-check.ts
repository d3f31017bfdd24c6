import type pg from 'pg';

interface RoleFacts {
  role: string;
  superuser: boolean;
  bypass: boolean;
  owns: boolean;
  engine: boolean;
}

const FACTS = `
  SELECT current_user AS role, r.rolsuper AS superuser, r.rolbypassrls AS bypass,
         EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname IN ('public', 'engine') AND c.relowner = r.oid) AS owns,
         EXISTS (SELECT 1 FROM pg_roles e
                  WHERE e.rolname = 'clinic_engine' AND pg_has_role(r.oid, e.oid, 'MEMBER')) AS engine
    FROM pg_roles r WHERE r.rolname = current_user`;

/** Row-level security binds neither superusers nor bypass roles, and an owner can switch it off: none may serve. */
export async function refusePowerfulRole(pool: pg.Pool, allowOwner: boolean): Promise<void> {
  const { rows } = await pool.query<RoleFacts>(FACTS);
  const facts = rows[0];
  if (!facts) throw new Error('The database does not know its own user.');
  const fault = faultOf(facts, allowOwner);
  if (fault)
    throw new Error(`Refusing to start: the database role "${facts.role}" ${fault}. Use clinic_app or clinic_worker.`);
}

function faultOf(facts: RoleFacts, allowOwner: boolean): string | null {
  if (facts.superuser) return 'is a superuser';
  if (facts.bypass) return 'bypasses row-level security';
  if (allowOwner) return null;
  if (facts.owns) return 'owns the tables';
  return facts.engine ? 'can become the engine role' : null;
}
