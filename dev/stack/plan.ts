import { portsFrom, type Ports } from '../ports.js';
import { loadJwtKeyFile, loadSecrets, makeAuditKeys, type StackSecrets } from '../secrets.js';
import { planAuditFiles } from './audit-files.js';

/** Servers that stand outside and replace embedded ones. */
export interface ExternalServers {
  /** A superuser's URL; the roles and the database `clinic` are made there. */
  superuserDatabaseUrl?: string;
  temporalAddress?: string;
  temporalNamespace?: string;
}

/** All that is known before anything is started. */
export interface StackPlan {
  dataDir: string;
  ports: Ports;
  secrets: StackSecrets;
  jwtKeyFile: string;
  auditKeyFile: string;
  auditAnchorFile: string;
  external: ExternalServers;
  temporal: { address: string; namespace: string; taskQueue: string };
  twilioNumber: string;
  smsKeywords: 'provider' | 'self';
}

export const DATABASE = 'clinic';
export const TWILIO_NUMBER = '+15550190000';
export const SECRETARY_CHANNEL_NAME = 'front-desk';

export async function planStack(options: {
  dataDir: string;
  portBase: number;
  external: ExternalServers;
  smsKeywords: 'provider' | 'self';
}): Promise<StackPlan> {
  const { dataDir, external } = options;
  const ports = portsFrom(options.portBase);
  const auditFiles = planAuditFiles(dataDir);
  return {
    dataDir,
    ports,
    external,
    secrets: loadSecrets(dataDir),
    jwtKeyFile: await loadJwtKeyFile(dataDir),
    auditKeyFile: await makeAuditKeys(auditFiles.keyFile),
    auditAnchorFile: auditFiles.anchorFile,
    temporal: {
      address: external.temporalAddress ?? `127.0.0.1:${ports.temporal}`,
      namespace: external.temporalAddress ? (external.temporalNamespace ?? 'default') : 'clinic',
      taskQueue: 'clinic',
    },
    twilioNumber: TWILIO_NUMBER,
    smsKeywords: options.smsKeywords,
  };
}

/** The ports that this stack will hold. */
export function portsInUse(plan: StackPlan, hasSimulator: boolean): Partial<Ports> {
  const { simulator, postgres, temporal, temporalUi, ...always } = plan.ports;
  return {
    ...always,
    ...(hasSimulator ? { simulator } : {}),
    ...(plan.external.superuserDatabaseUrl ? {} : { postgres }),
    ...(plan.external.temporalAddress ? {} : { temporal, temporalUi }),
  };
}
