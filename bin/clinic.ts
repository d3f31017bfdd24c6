import { parseArgs } from 'node:util';
import { DomainError } from '../domain/errors.js';
import { createAdmin } from './clinic/create-admin.js';
import { setUp } from './clinic/set-up.js';
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

Options:
  --help    shows this

The environment names the database, and for invitations the web app: OWNER_DATABASE_URL, ACCOUNT_TOKEN_KEY and
WEB_PUBLIC_URL (see docs/deploy.md).`;

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
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
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
