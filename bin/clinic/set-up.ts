import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { clinicNameFault } from '../../domain/policy/clinic-name.js';
import { timeZoneFault } from '../../domain/policy/contradictions.js';
import { readEnv } from '../../platform/config/env.js';
import type { Tx } from '../../prisma/actor.js';
import { createDatabase } from '../../prisma/client.js';
import { createPolicy, isZoneOfDatabase, readPolicy } from '../../prisma/stores/policy-store.js';
import { UsageError } from './usage-error.js';

interface FirstPolicy {
  clinicName: string;
  timeZone: string;
}

/**
 * Gives a new installation its policy, with everything but name and zone by default, and returns words about it. Throws
 * `UsageError`, and `invalid_transition` where the clinic has one.
 */
export async function setUp(options: { 'clinic-name'?: string; 'time-zone'?: string }): Promise<string> {
  const first = read(options);
  const { secrets } = readEnv(['clinic']);
  const actor: Actor = { id: null, role: 'SYSTEM', channel: 'CLI', requestId: `cli/${randomUUID()}` };
  const url = secrets.clinic.ownerDatabaseUrl;
  const db = await createDatabase({ url, poolSize: 1, allowOwner: true, expectedRole: 'clinic_owner' });
  try {
    await db.withActor(actor, (tx) => store(tx, first));
  } finally {
    await db.close();
  }
  return `${first.clinicName} is set up, by the clock of ${first.timeZone}.

All other rules are the usual ones, like 15 minutes from slot to slot and a day to decide. An administrator sees them at
GET /api/v1/policy and changes them by PATCH. Make the first one with: npm run clinic -- admin create`;
}

function read(options: { 'clinic-name'?: string; 'time-zone'?: string }): FirstPolicy {
  const { 'clinic-name': name, 'time-zone': timeZone } = options;
  const missing = (['clinic-name', 'time-zone'] as const).filter((option) => options[option] === undefined);
  if (name === undefined || timeZone === undefined) {
    throw new UsageError(`Missing: ${missing.map((option) => `--${option}`).join(', ')}.`);
  }
  const clinicName = name.trim();
  const [nameFault, zoneFault] = [clinicNameFault(clinicName), timeZoneFault(timeZone)];
  const faults = [nameFault && `--clinic-name ${nameFault}.`, zoneFault && `--time-zone ${zoneFault}.`];
  if (nameFault !== null || zoneFault !== null) throw new UsageError(faults.filter(Boolean).join('\n'));
  return { clinicName, timeZone };
}

async function store(tx: Tx, first: FirstPolicy): Promise<void> {
  if (!(await isZoneOfDatabase(tx, first.timeZone))) {
    throw new UsageError(`--time-zone ${first.timeZone} is not known to the database.`);
  }
  if (await createPolicy(tx, first)) return;
  const { clinicName, version } = await readPolicy(tx);
  throw new DomainError(
    'invalid_transition',
    `${clinicName} is set up already, and its policy is at version ${version}: nothing was changed. An administrator changes it by PATCH /api/v1/policy.`,
  );
}
