import { migrate, RewrittenMigration } from '../../prisma/migrate.js';
import { bootstrapRoles, urlFor } from '../../prisma/roles.js';
import { StartFailure } from '../failure.js';
import type { DatabaseUrls } from './environment.js';
import { DATABASE, type StackPlan } from './plan.js';

/** Makes the roles and the database, and brings the schema up to date. Safe to repeat. */
export async function prepareDatabase(
  plan: StackPlan,
  superuserUrl: string,
  onProgress: (line: string) => void,
): Promise<DatabaseUrls> {
  const { ownerPassword: owner, appPassword: app, workerPassword: worker } = plan.secrets;
  await bootstrapRoles({ superuserUrl, database: DATABASE, passwords: { owner, app, worker } });
  const login = (user: string, password: string): string =>
    urlFor(superuserUrl, { database: DATABASE, user, password });
  const ownerUrl = login('clinic_owner', owner);
  const { applied } = await migrate({ ownerUrl }).catch((error: unknown) => {
    if (!(error instanceof RewrittenMigration)) throw error;
    throw new StartFailure('The data is of another version of this project: start with --fresh, which forgets it.');
  });
  if (applied.length > 0) onProgress(`Applied ${applied.length} migrations`);
  return {
    app: login('clinic_app', app),
    worker: login('clinic_worker', worker),
    owner: ownerUrl,
    superuser: urlFor(superuserUrl, { database: DATABASE }),
  };
}
