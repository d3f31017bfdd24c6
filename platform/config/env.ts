import { z } from 'zod';

/**
 * The only reader of the environment. `readEnv` parses the part a process needs, reports every fault at once, and keeps
 * secrets apart, so that `config` may be logged.
 */
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const port = z.coerce.number().int().min(0).max(65_535);
const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

/** Where the workers' runs are. */
const temporalPlace = {
  temporalAddress: z.string().min(1).default('127.0.0.1:7233'),
  temporalNamespace: z.string().min(1).default('default'),
  temporalTaskQueue: z.string().min(1).default('clinic'),
};

const schemas = {
  database: {
    config: z.object({ databasePoolSize: z.coerce.number().int().min(1).max(100).default(10) }),
    secrets: z.object({ databaseUrl: z.url() }),
  },
  /** Either a superuser's URL and the passwords that the roles shall have, or the owner's URL alone. */
  migrate: {
    config: z.object({ databaseName: z.string().min(1).max(63).default('clinic') }),
    secrets: z
      .object({
        superuserDatabaseUrl: z.url().optional(),
        ownerPassword: z.string().min(1).optional(),
        appPassword: z.string().min(1).optional(),
        workerPassword: z.string().min(1).optional(),
        ownerDatabaseUrl: z.url().optional(),
      })
      .superRefine((given, context) => {
        const asSuperuser = ['ownerPassword', 'appPassword', 'workerPassword'] as const;
        const wanted = given.superuserDatabaseUrl === undefined ? (['ownerDatabaseUrl'] as const) : asSuperuser;
        const missing = wanted.filter((key) => given[key] === undefined);
        for (const key of missing) context.addIssue({ code: 'custom', path: [key], message: 'is missing' });
      }),
  },
  temporal: {
    config: z.object(temporalPlace),
    /** 32 bytes, base64; the id goes into payload metadata so that keys can be rotated. */
    secrets: z.object({
      payloadKeyId: z.string().min(1),
      payloadKey: z.base64(),
      /** Keys of before, still needed to read: `id:base64` pairs, comma separated. */
      payloadOldKeys: z
        .string()
        .regex(/^[^:,]+:[^:,]+(,[^:,]+:[^:,]+)*$/, 'must be id:key pairs, comma separated')
        .optional(),
    }),
  },
  /** The same for who names the build that takes work, and reads nothing of it. */
  workers: {
    config: z.object(temporalPlace),
    secrets: z.object({}),
  },
  /** What makes the tokens in mails about accounts; the same for API, worker and operator. */
  accounts: {
    config: z.object({}),
    secrets: z.object({
      accountTokenKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64'),
    }),
  },
  /** The keys of the audit's tree heads, and where these are kept outside the database. */
  audit: {
    config: z.object({
      /** One line a head; the worker appends, API and operator read. */
      auditAnchorFile: z.string().min(1).optional(),
      /** Where the worker puts heads by HTTP as well. */
      auditAnchorUrl: webUrl.optional(),
    }),
    /** A JWK Set: the worker's with its private key, the API's with public ones only. */
    secrets: z.object({ auditKeyFile: z.string().min(1) }),
  },
  worker: {
    config: z.object({
      /** A bundle built by `npm run build:workflows`; without it the worker bundles the sources at start. */
      workflowBundle: z.string().optional(),
      /** Names this build of the worker; without it the name follows from the workflows' code. */
      workerBuildId: z
        .string()
        .regex(/^[\w-][\w.-]{0,99}$/, 'must be up to 100 letters, digits, dots, dashes')
        .optional(),
      maxCachedWorkflows: z.coerce.number().int().min(0).default(500),
      telehealthBaseUrl: z.url(),
      /** Where people reach the web app: links in mails about accounts begin with it. */
      webPublicUrl: webUrl,
      slackPatientNames: flag.default(false),
    }),
    secrets: z.object({}),
  },
  /** The operator's commands, which work on the database as its owner. */
  clinic: {
    config: z.object({}),
    secrets: z.object({ ownerDatabaseUrl: z.url() }),
  },
  /** Where people whom a command invites reach the web app. */
  invitations: {
    config: z.object({ webPublicUrl: webUrl }),
    secrets: z.object({}),
  },
  api: {
    config: z.object({
      apiPort: port.default(4000),
      apiHost: z.string().default('127.0.0.1'),
      /** Origin that clients use; issuer of tokens. */
      apiPublicUrl: z.url(),
      /** How many proxies of ours stand before the API; each adds one entry to `X-Forwarded-For`. */
      trustProxyHops: z.coerce.number().int().min(0).max(10).default(0),
      /** Domain of the worker's MAIL_FROM, so that entries of calendars are the same as in mails; else the API's host. */
      mailDomain: z.string().min(1).optional(),
      /** Folder of the built web app; without it the API serves none. */
      webDir: z.string().optional(),
    }),
    /** Private JWK (Ed25519) as a file; bot client credentials as `id:secret` pairs, comma separated. */
    secrets: z.object({
      jwtKeyFile: z.string().min(1),
      botClients: z.string().min(1),
      metricsToken: z.string().optional(),
    }),
  },
  bots: {
    config: z.object({
      botsPort: port.default(4001),
      botsHost: z.string().default('127.0.0.1'),
      apiUrl: z.url(),
      twilioSmsWebhookUrl: z.url(),
      twilioStatusWebhookUrl: z.url(),
      slackPatientNames: flag.default(false),
    }),
    secrets: z.object({ botClientId: z.string().min(1), botClientSecret: z.string().min(16) }),
  },
  slack: {
    config: z.object({ slackApiUrl: z.url().optional(), slackSecretaryChannel: z.string().min(1) }),
    secrets: z.object({ slackBotToken: z.string().min(1), slackSigningSecret: z.string().min(1) }),
  },
  twilio: {
    config: z.object({
      twilioApiUrl: z.url().optional(),
      twilioAccountSid: z.string().min(1),
      twilioNumber: z.string().min(1),
      twilioStatusWebhookUrl: z.url(),
    }),
    secrets: z.object({ twilioAuthToken: z.string().min(1) }),
  },
  mail: {
    config: z.object({
      smtpHost: z.string().default('127.0.0.1'),
      smtpPort: port.default(1025),
      smtpSecure: flag.default(false),
      mailFrom: z.string().min(3),
    }),
    secrets: z.object({ smtpUser: z.string().optional(), smtpPassword: z.string().optional() }),
  },
} as const;

export type Section = keyof typeof schemas;
type Config<S extends Section> = { [K in S]: z.output<(typeof schemas)[K]['config']> };
type Secrets<S extends Section> = { [K in S]: z.output<(typeof schemas)[K]['secrets']> };

const variableName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/**
 * Reads the named sections from `source`: `databasePoolSize` comes from `DATABASE_POOL_SIZE`, and so on.
 * Throws one Error that lists every missing or wrong variable.
 */
export function readEnv<S extends Section>(
  sections: readonly S[],
  source: NodeJS.ProcessEnv = process.env,
): { config: Config<S>; secrets: Secrets<S> } {
  const faults: string[] = [];
  const parse = (schema: z.ZodObject): unknown => {
    const values = Object.fromEntries(
      Object.keys(schema.shape).map((key) => [
        key,
        source[variableName(key)] === '' ? undefined : source[variableName(key)],
      ]),
    );
    const result = schema.safeParse(values);
    if (!result.success) {
      faults.push(...result.error.issues.map((issue) => `${variableName(String(issue.path[0]))}: ${issue.message}`));
    }
    return result.data;
  };
  const config = Object.fromEntries(sections.map((section) => [section, parse(schemas[section].config)]));
  const secrets = Object.fromEntries(sections.map((section) => [section, parse(schemas[section].secrets)]));
  if (faults.length > 0) {
    throw new Error(
      `The environment is not complete:\n  ${faults.join('\n  ')}\nSee docs/deploy.md for each variable.`,
    );
  }
  return { config: config as Config<S>, secrets: secrets as Secrets<S> };
}
