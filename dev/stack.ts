import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb } from './build-web.js';
import { requireFreePorts, type Ports } from './ports.js';
import { buildPage } from './simulator/build-page.js';
import { makeCard, writeCard, type StackCard } from './stack/card.js';
import { CARD_FILE, openDataDir, PIDS_FILE } from './stack/data-dir.js';
import { prepareDatabase } from './stack/database.js';
import { planStack, portsInUse, type ExternalServers, type StackPlan } from './stack/plan.js';
import {
  mailboxProcess,
  ownProcesses,
  postgresProcess,
  simulatorProcess,
  standInsProcess,
  temporalProcess,
  type OwnProcess,
} from './stack/processes.js';
import { seedOnce } from './stack/seeding.js';
import { readSlackSeats } from './stand-ins.js';
import { createSupervisor, type Supervised, type Supervisor } from './supervisor/supervisor.js';
import { registerSearchAttributes } from './temporal/search-attributes.js';
import { prepareWorkflowBundle } from './workflow-bundle.js';

export interface StackOptions {
  dataDir: string;
  portBase?: number;
  /** Forgets all that the data directory holds. */
  fresh?: boolean;
  /** Which of the clinic's own processes run; all, where not given. */
  processes?: OwnProcess[];
  /** False: without the simulator, and without building its page. */
  simulator?: boolean;
  /** False: without the web app, and without building it. As the simulator, where not given. */
  web?: boolean;
  external?: ExternalServers;
  smsKeywords?: 'provider' | 'self';
  /** Nothing is written through to the disk: for stacks that live as long as a test. */
  throwaway?: boolean;
  onProgress?: (line: string) => void;
  /** What happens later: a process that died, and was started again. */
  onEvent?: (line: string) => void;
  /** Gives up a start that is under way. */
  signal?: AbortSignal;
}

export interface Stack {
  dataDir: string;
  ports: Ports;
  /** The card as it stands now. */
  card(): StackCard;
  supervisor: Supervisor;
  /** All that this stack can run, by name, for a later `supervisor.start`. */
  processes: Record<string, Supervised>;
  stop(): Promise<void>;
}

const OWN: OwnProcess[] = ['worker', 'api', 'bots'];

/** Brings up the whole clinic on one machine: servers, stand-ins, migrations, demo data, and our own processes. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const onProgress = options.onProgress ?? (() => undefined);
  const onEvent = options.onEvent ?? onProgress;
  const dataDir = await openDataDir({ dataDir: options.dataDir, fresh: options.fresh ?? false, onProgress });
  const plan = await planStack({
    dataDir,
    portBase: options.portBase ?? 4000,
    external: options.external ?? {},
    smsKeywords: options.smsKeywords ?? 'provider',
  });
  const hasSimulator = options.simulator ?? true;
  const hasWeb = options.web ?? hasSimulator;
  await requireFreePorts(portsInUse(plan, hasSimulator));
  let refreshCard = (): void => undefined;
  const supervisor = createSupervisor({ pidsFile: join(dataDir, PIDS_FILE), onEvent, onChange: () => refreshCard() });
  const stop = async (): Promise<void> => {
    refreshCard = () => undefined;
    rmSync(join(dataDir, CARD_FILE), { force: true });
    await supervisor.stopAll();
    rmSync(join(dataDir, PIDS_FILE), { force: true });
  };
  options.signal?.addEventListener('abort', () => void supervisor.stopAll(), { once: true });
  try {
    const bundling = prepareWorkflowBundle(dataDir);
    const pageBuilding = hasSimulator ? buildPage() : null;
    const webBuilding = hasWeb ? buildWeb() : null;
    for (const building of [bundling, pageBuilding, webBuilding]) building?.catch(() => undefined);
    const servers = await startServers(plan, supervisor, options.throwaway ?? false, onProgress);
    const databases = await prepareDatabase(plan, servers.superuserUrl, onProgress);
    const seats = readSlackSeats(dataDir);
    const seeded = await seedOnce({ plan, databases, seats, onProgress });
    const workflowBundle = await bundling;
    const webDir = (await webBuilding) ?? undefined;
    const own = ownProcesses(plan, databases, { secretaryChannel: seats.channelId, workflowBundle, webDir });
    onProgress('Starting the API, the worker and the bots …');
    const wanted = options.processes ?? OWN;
    await settle(OWN.filter((name) => wanted.includes(name)).map((name) => supervisor.start(own[name])));
    const processes: Record<string, Supervised> = { ...servers.processes, ...own };
    if (pageBuilding) {
      processes.simulator = simulatorProcess(plan, { seats, pageDir: await pageBuilding });
      await supervisor.start(processes.simulator);
    }
    const startedAt = new Date().toISOString();
    const card = (): StackCard =>
      makeCard({ plan, databases, seats, seeded, startedAt, hasSimulator, hasWeb, pids: supervisor.pids() });
    refreshCard = () => writeCard(dataDir, card());
    refreshCard();
    return { dataDir, ports: plan.ports, card, supervisor, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServers(
  plan: StackPlan,
  supervisor: Supervisor,
  throwaway: boolean,
  onProgress: (line: string) => void,
): Promise<{ superuserUrl: string; processes: Record<string, Supervised> }> {
  const { superuserDatabaseUrl, temporalAddress } = plan.external;
  const processes: Record<string, Supervised> = {};
  const start = async (process: Supervised): Promise<void> => {
    processes[process.name] = process;
    await supervisor.start(process);
  };
  onProgress('Starting PostgreSQL, Temporal, the stand-ins for Slack and Twilio, and the mailbox …');
  let superuserUrl = superuserDatabaseUrl ?? '';
  await settle([
    superuserDatabaseUrl
      ? Promise.resolve()
      : postgresProcess(plan, throwaway).then((postgres) => {
          superuserUrl = postgres.superuserUrl;
          return start(postgres.process);
        }),
    temporalAddress
      ? registerSearchAttributes(temporalAddress, plan.temporal.namespace)
      : temporalProcess(plan, onProgress).then(start),
    start(standInsProcess(plan)),
    start(mailboxProcess(plan)),
  ]);
  return { superuserUrl, processes };
}

/** Waits for all, so that nothing is still starting when a failure stops the rest. */
async function settle(starting: Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(starting);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
