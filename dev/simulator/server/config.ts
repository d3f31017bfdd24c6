import { z } from 'zod';

const origin = z.url({ protocol: /^https?$/ });
const port = z.number().int().min(1).max(65_535);

const schema = z.strictObject({
  port,
  /** The folder that holds the built page's `index.html`. */
  pageDir: z.string().min(1),
  origins: z.strictObject({
    api: origin,
    /** The proxies, which the product talks to: addresses that others are given, and paths below `/_`. */
    slack: origin,
    twilio: origin,
    /** The stand-ins themselves: what the page reads must not break with what the product meets. */
    slackRaw: origin,
    twilioRaw: origin,
    mail: origin,
    /** Faults, changes and phones of the stand-ins' process. */
    control: origin,
  }),
  /** Where the bots take what Slack sends: `…/slack/events`. */
  slackEventsUrl: z.url(),
  temporal: z.strictObject({
    /** `host:port` of the server's gRPC. */
    address: z.string().min(1),
    namespace: z.string().min(1),
    ui: origin.nullable(),
  }),
  slack: z.strictObject({ signingSecret: z.string().min(1), botToken: z.string().min(1), teamId: z.string().min(1) }),
  twilio: z.strictObject({
    accountSid: z.string().min(1),
    authToken: z.string().min(1),
    /** The clinic's own number. */
    number: z.string().min(1),
  }),
  /** Everyone with a seat in Slack; `email` is what the same person signs in with at the API. */
  people: z.array(
    z.strictObject({
      id: z.string().min(1),
      handle: z.string().min(1),
      fullName: z.string().min(1),
      role: z.enum(['SECRETARY', 'DOCTOR', 'ADMIN']),
      email: z.string().min(1),
      password: z.string().min(1),
    }),
  ),
  phones: z.array(z.strictObject({ number: z.string().min(1), owner: z.string().min(1), language: z.string().min(1) })),
});

/** What the simulator's process is told, as JSON in `SIMULATOR`. It signs in to the API as the first ADMIN of `people`. */
export type SimulatorConfig = z.output<typeof schema>;

/** Throws with all faults at once, each with its field. */
export function readSimulatorConfig(text: string | undefined): SimulatorConfig {
  if (text === undefined) throw new Error('SIMULATOR is not set: the stack that starts this process sets it.');
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`SIMULATOR is wrong:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
