import { join } from 'node:path';
import { STAFF } from '../seed/people.js';
import { mailboxSpec } from '../mailbox.js';
import { origin } from '../ports.js';
import { preparePostgres } from '../postgres.js';
import { standInsSpec, type SlackSeats } from '../stand-ins.js';
import { entrySpec, stackMark } from '../supervisor/entry.js';
import type { Supervised } from '../supervisor/supervisor.js';
import { prepareTemporal } from '../temporal.js';
import { activateWorker } from '../temporal/worker-ready.js';
import { apiEnvironment, botsEnvironment, smsWebhookUrl, workerEnvironment, type DatabaseUrls } from './environment.js';
import { SECRETARY_CHANNEL_NAME, type StackPlan } from './plan.js';
import { simulatorSpec } from './simulator.js';

const SERVER_TIMEOUT_MS = 60_000;
const OURS_TIMEOUT_MS = 60_000;

export async function postgresProcess(
  plan: StackPlan,
  throwaway: boolean,
): Promise<{ process: Supervised; superuserUrl: string }> {
  const options = { dataDir: plan.dataDir, port: plan.ports.postgres, throwaway };
  const { spec, mark, isReady, superuserUrl } = await preparePostgres(options);
  const beforeRestart = async (): Promise<void> => void (await preparePostgres(options));
  return {
    superuserUrl,
    process: { name: 'postgres', spec, mark, isReady, readyTimeoutMs: SERVER_TIMEOUT_MS, beforeRestart },
  };
}

export async function temporalProcess(plan: StackPlan, onProgress: (line: string) => void): Promise<Supervised> {
  const { spec, mark, isReady } = await prepareTemporal({
    dataDir: plan.dataDir,
    port: plan.ports.temporal,
    uiPort: plan.ports.temporalUi,
    namespace: plan.temporal.namespace,
    onProgress,
  });
  return { name: 'temporal', spec, mark, isReady, readyTimeoutMs: SERVER_TIMEOUT_MS };
}

export function standInsProcess(plan: StackPlan): Supervised {
  const { secrets, dataDir, ports } = plan;
  const spec = standInsSpec({
    dataDir,
    ports,
    slack: {
      teamName: 'Elm Street Clinic',
      botToken: secrets.slackBotToken,
      signingSecret: secrets.slackSigningSecret,
      people: STAFF.map(({ handle, fullName, email, role }) => ({ handle, fullName, email, admin: role === 'ADMIN' })),
      secretaryChannel: SECRETARY_CHANNEL_NAME,
      secretaryChannelMembers: STAFF.filter(({ role }) => role === 'SECRETARY').map(({ handle }) => handle),
    },
    twilio: {
      accountSid: secrets.twilioAccountSid,
      authToken: secrets.twilioAuthToken,
      number: plan.twilioNumber,
      smsWebhookUrl: smsWebhookUrl(plan),
      keywords: plan.smsKeywords,
    },
  });
  return ours(plan, 'standIns', spec, () => answers(`${origin(ports.faults)}/faults`));
}

export function mailboxProcess(plan: StackPlan): Supervised {
  const spec = mailboxSpec({ smtpPort: plan.ports.smtpRaw, webPort: plan.ports.mail, dataDir: plan.dataDir });
  return ours(plan, 'mail', spec, () => answers(`${origin(plan.ports.mail)}/api/email`));
}

export type OwnProcess = 'api' | 'worker' | 'bots';

/** The clinic's own processes, in the order in which they are stopped last to first. */
export function ownProcesses(
  plan: StackPlan,
  databases: DatabaseUrls,
  known: { secretaryChannel: string; workflowBundle: string; webDir?: string | undefined },
): Record<OwnProcess, Supervised> {
  const spec = (name: OwnProcess, env: Record<string, string | undefined>) =>
    entrySpec({
      name,
      entry: `bin/${name}.ts`,
      env,
      dataDir: plan.dataDir,
      logFile: join(plan.dataDir, 'logs', `${name}.log`),
    });
  return {
    worker: ours(plan, 'worker', spec('worker', workerEnvironment(plan, databases, known)), ({ pid }) =>
      activateWorker(plan.temporal, pid),
    ),
    api: ours(plan, 'api', spec('api', apiEnvironment(plan, databases, known.webDir)), () =>
      answers(`${origin(plan.ports.api)}/readyz`),
    ),
    bots: ours(plan, 'bots', spec('bots', botsEnvironment(plan, known.secretaryChannel)), () =>
      answers(`${origin(plan.ports.bots)}/healthz`),
    ),
  };
}

/** The page on which one plays every person, and the server behind it. */
export function simulatorProcess(plan: StackPlan, known: { seats: SlackSeats; pageDir: string }): Supervised {
  const spec = simulatorSpec(plan, known);
  return ours(plan, 'simulator', spec, () => answers(`${origin(plan.ports.simulator)}/`));
}

function ours(plan: StackPlan, name: string, spec: Supervised['spec'], isReady: Supervised['isReady']): Supervised {
  return { name, spec, isReady, mark: stackMark(plan.dataDir), readyTimeoutMs: OURS_TIMEOUT_MS };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}
