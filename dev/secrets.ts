import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { rotateAuditKey } from '../platform/audit/key-file.js';

/** Made at first start, kept in the data directory, and never used elsewhere. */
export interface StackSecrets {
  ownerPassword: string;
  appPassword: string;
  workerPassword: string;
  slackSigningSecret: string;
  slackBotToken: string;
  twilioAccountSid: string;
  twilioAuthToken: string;
  payloadKeyId: string;
  payloadKey: string;
  accountTokenKey: string;
  botClientId: string;
  botClientSecret: string;
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** A folder from before a secret was needed gets that one, and keeps the others. */
export function loadSecrets(dataDir: string): StackSecrets {
  const file = join(dataDir, 'secrets.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<StackSecrets>) : {};
  const fresh = makeSecrets();
  const secrets: StackSecrets = { ...fresh, ...kept };
  if (Object.keys(fresh).some((name) => !(name in kept))) writeWhole(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

function makeSecrets(): StackSecrets {
  return {
    ownerPassword: hex(18),
    appPassword: hex(18),
    workerPassword: hex(18),
    slackSigningSecret: hex(16),
    slackBotToken: `xoxb-${hex(18)}`,
    twilioAccountSid: `AC${hex(16)}`,
    twilioAuthToken: hex(16),
    payloadKeyId: `dev-${hex(4)}`,
    payloadKey: randomBytes(32).toString('base64'),
    accountTokenKey: randomBytes(32).toString('base64'),
    botClientId: 'clinic-bots',
    botClientSecret: hex(24),
  };
}

/** The file with the private key (Ed25519, JWK) that signs access tokens. */
export async function loadJwtKeyFile(dataDir: string): Promise<string> {
  const file = join(dataDir, 'jwt-key.json');
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    writeWhole(file, JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'EdDSA', use: 'sig', kid: randomUUID() }));
  }
  return file;
}

/** Makes the keys that sign the audit's tree heads where there are none yet, and returns their file. */
export async function makeAuditKeys(file: string): Promise<string> {
  if (!existsSync(file)) await rotateAuditKey(file);
  return file;
}

/** A start that is cut short leaves the whole file or none. */
export function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.next`, text, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}
