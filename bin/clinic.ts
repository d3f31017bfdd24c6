import { parseArgs } from 'node:util';
import { validate as isUuid } from 'uuid';
import { DomainError } from '../domain/errors.js';
import { exportAuditTo } from './clinic/audit-export.js';
import { eraseFromAudit, rotateKey, showAuditHead } from './clinic/audit-head.js';
import { findAudit } from './clinic/audit-place.js';
import { verifyAuditHere } from './clinic/audit-verify.js';
import { createAdmin } from './clinic/create-admin.js';
import { setUp } from './clinic/set-up.js';
import { activateWorkers, listBuilds } from './clinic/worker-builds.js';
import { UsageError } from './clinic/usage-error.js';

/**
 * The operator's commands, `npm run clinic -- …`. Ends with 0 when it is done, 1 when it cannot be done, 2 when it was not
 * asked for rightly.
 */
const USAGE = `Usage: npm run clinic -- <command>

Commands:
  setup --clinic-name NAME --time-zone ZONE
      gives a new installation its rules, all but name and zone (like Europe/Berlin) by default; they can be changed later
  admin create --email ADDRESS --name NAME
      makes an administrator and prints a link, good for one use, with which the person chooses a password
  worker builds
      lists the builds of workers that have asked for work, newest first, and which of them gets it
  worker activate --build ID
      gives all work, open sessions included, to the workers of this build; they must be running
  audit verify
      checks the whole audit against its signed heads, names the first bad entry first, and ends with 1 if there is any
  audit head
      shows the newest signed head
  audit export --out FILE [--with-values]
      writes the audit as a file that anyone can check; with the personal values that its entries commit to, if wanted
  audit rotate-key
      makes a new key for signing heads; the old ones stay published
  audit erase --person ID
      deletes a person's values (by the id of the account or patient record) from the audit; all proofs stay valid

Options:
  --data-dir D    audit commands: the stack of \`npm start\` that runs on D (.data where no environment names a database)
  --help          shows this

The environment names the database, and for invitations the web app: OWNER_DATABASE_URL, ACCOUNT_TOKEN_KEY and
WEB_PUBLIC_URL; for the audit: OWNER_DATABASE_URL, AUDIT_KEY_FILE and AUDIT_ANCHOR_FILE; for workers: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE
and TEMPORAL_TASK_QUEUE (see docs/deploy.md).`;

process.exitCode = await run(process.argv.slice(2)).catch(explain);

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const command = positionals.join(' ');
  switch (command) {
    case 'setup':
      console.log(await setUp(values));
      return 0;
    case 'admin create':
      console.log(await createAdmin(values));
      return 0;
    case 'worker builds':
      console.log(await listBuilds());
      return 0;
    case 'worker activate':
      console.log(await activateWorkers(required(values, 'build')));
      return 0;
    case 'audit verify':
      return verifyAuditHere(findAudit(values['data-dir']));
    case 'audit head':
      console.log(await showAuditHead(findAudit(values['data-dir'])));
      return 0;
    case 'audit export':
      console.log(
        await exportAuditTo(findAudit(values['data-dir']), {
          file: required(values, 'out'),
          withValues: values['with-values'] ?? false,
        }),
      );
      return 0;
    case 'audit rotate-key':
      console.log(await rotateKey(findAudit(values['data-dir']).keyFile));
      return 0;
    case 'audit erase':
      console.log(await eraseFromAudit(findAudit(values['data-dir']), personOf(required(values, 'person'))));
      return 0;
    case '':
      throw new UsageError('A command is missing.');
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'clinic-name': { type: 'string' },
        'time-zone': { type: 'string' },
        email: { type: 'string' },
        name: { type: 'string' },
        build: { type: 'string' },
        out: { type: 'string' },
        'with-values': { type: 'boolean' },
        person: { type: 'string' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function required<K extends string>(values: Partial<Record<K, string | boolean>>, name: K): string {
  const value = values[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`Missing: --${name}.`);
}

function personOf(id: string): string {
  if (isUuid(id)) return id;
  throw new UsageError(`--person: "${id}" is not an id.`);
}

function explain(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  const cause = error instanceof DomainError && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  console.error(error instanceof Error ? `${error.message}${cause}` : error);
  return 1;
}
