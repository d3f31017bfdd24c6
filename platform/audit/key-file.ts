import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JSONWebKeySet, type JWK } from 'jose';

/**
 * The keys that sign tree heads, as a JWK Set: first the private one that signs, then the public parts of those before it.
 * Beside it lies the same set without private parts, which is all that an API needs and an outsider gets.
 */
export interface AuditKeys {
  /** The key that signs now. Throws Error where the file holds public keys only. */
  signing(): Promise<{ key: CryptoKey; kid: string }>;
  /** What is published: no private part. */
  published(): Promise<PublicAuditKey[]>;
}

export interface PublicAuditKey {
  kty: string;
  crv: string;
  x: string;
  kid: string;
  alg: string;
  use: string;
}

const ALGORITHM = 'EdDSA';
const KID_PREFIX = 'audit-';

/** Reads the file when it is wanted, and again when it has changed: a new key takes no restart. */
export function createAuditKeys(file: string): AuditKeys {
  let kept: { changedAtMs: number; keys: JWK[]; imported?: Promise<CryptoKey | Uint8Array> } | undefined;
  const current = async () => {
    const { mtimeMs } = await stat(file);
    if (kept?.changedAtMs !== mtimeMs) kept = { changedAtMs: mtimeMs, keys: await readKeys(file) };
    return kept;
  };
  return {
    async signing() {
      const set = await current();
      const jwk = set.keys.find(({ d }) => d !== undefined);
      if (jwk?.kid === undefined) throw new Error(`${file} holds no private key to sign the audit with.`);
      set.imported ??= importJWK(jwk, ALGORITHM);
      const key = await set.imported;
      if (key instanceof Uint8Array) throw new Error(`The first key of ${file} is not a private Ed25519 key.`);
      return { key, kid: jwk.kid };
    },
    published: async () => (await current()).keys.map(publicPart),
  };
}

/** Puts a fresh key before those that the file holds, or begins the file; returns its id. The old private key is forgotten. */
export async function rotateAuditKey(file: string): Promise<string> {
  const before = existsSync(file) ? await readKeys(file) : [];
  const kid = `${KID_PREFIX}${randomUUID()}`;
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const fresh: JWK = { ...(await exportJWK(privateKey)), kid, alg: ALGORITHM, use: 'sig' };
  const publicKeys = [fresh, ...before].map(publicPart);
  // Whoever verifies learns of the key before the first head is signed with it.
  await writeWhole(publicKeyFile(file), { keys: publicKeys }, 0o644);
  await writeWhole(file, { keys: [fresh, ...publicKeys.slice(1)] }, 0o600);
  return kid;
}

/** Where the public part of a key file lies. */
export function publicKeyFile(file: string): string {
  return file.endsWith('.json') ? file.replace(/(\.public)?\.json$/, '.public.json') : `${file}.public`;
}

async function readKeys(file: string): Promise<JWK[]> {
  const { keys } = JSON.parse(await readFile(file, 'utf8')) as Partial<JSONWebKeySet>;
  const fits = Array.isArray(keys) && keys.length > 0 && keys.every(isAuditKey);
  if (!fits) throw new Error(`${file} is no JWK Set of Ed25519 keys whose ids begin with "${KID_PREFIX}".`);
  return keys;
}

const isAuditKey = ({ crv, x, kid }: JWK): boolean =>
  crv === 'Ed25519' && typeof x === 'string' && kid?.startsWith(KID_PREFIX) === true;

const publicPart = ({ x, kid }: JWK): PublicAuditKey => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: String(x),
  kid: String(kid),
  alg: ALGORITHM,
  use: 'sig',
});

async function writeWhole(file: string, content: object, mode: number): Promise<void> {
  await writeFile(`${file}.next`, `${JSON.stringify(content, null, 2)}\n`, { mode });
  await rename(`${file}.next`, file);
}
