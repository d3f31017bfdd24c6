import { defineConfig } from 'prisma/config';

/** For `prisma generate` and, where its engine can be had, the stock CLI. Our own migrations run by prisma/migrate.ts. */
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
});
