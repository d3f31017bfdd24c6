import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AuditVerification } from '../../domain/audit/audit-problem.js';
import { publicKeyFile, rotateAuditKey } from '../../platform/audit/key-file.js';
import type { TestDatabase } from '../../tests/support/database.js';
import { summarise } from '../statistics.js';
import { bundleForNode } from './bundle-for-node.js';
import { fillAudit, flipByte } from './fill-audit.js';

export interface VerificationOptions {
  repeats: number;
  entries: number;
}

/** What a verifying process says of itself. */
export interface Verified {
  seconds: number;
  peakMb: number;
  ok: boolean;
  result?: AuditVerification;
}

const run = promisify(execFile);

/** Our check of a whole audit beside the plain one, each in a process of its own that does nothing else. */
export async function benchVerification(db: TestDatabase, { repeats, entries }: VerificationOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'clinic-bench-audit-'));
  const keyFile = join(folder, 'keys.json');
  await rotateAuditKey(keyFile);
  await fillAudit(db, keyFile, entries);
  const ours = await bundleForNode('verify-process');
  const plain = await bundleForNode('plain-process');
  const found: { ours: Verified[]; plain: Verified[] } = { ours: [], plain: [] };
  for (let repeat = 0; repeat <= repeats; repeat += 1) {
    const one = await verified(ours, db, publicKeyFile(keyFile));
    const other = await verified(plain, db, publicKeyFile(keyFile));
    if (!one.ok || !other.ok) throw new Error('a whole audit was taken for a bad one');
    if (repeat > 0) {
      found.ours.push(one);
      found.plain.push(other);
    }
    console.log(`verification: repeat ${repeat} of ${repeats}`);
  }
  const flipped = await flipByte(db, Math.floor(Math.random() * entries));
  const { result } = await verified(ours, db, publicKeyFile(keyFile));
  await rm(folder, { recursive: true });
  const seconds = (of: Verified[]): number[] => of.map((one) => one.seconds);
  return {
    entries,
    seconds: { ours: summarise(seconds(found.ours)), plain: summarise(seconds(found.plain)) },
    plainToOurs: summarise(
      seconds(found.plain).map((plainSeconds, at) => plainSeconds / (found.ours[at]?.seconds ?? 0)),
    ),
    peakMb: {
      ours: summarise(found.ours.map(({ peakMb }) => peakMb)),
      plain: summarise(found.plain.map(({ peakMb }) => peakMb)),
    },
    flippedByteFound: result?.problems[0]?.leafIndex === flipped,
  };
}

async function verified(script: string, db: TestDatabase, keys: string): Promise<Verified> {
  const { stdout } = await run(process.execPath, [script, db.ownerUrl, keys], { maxBuffer: 10_000_000 });
  return JSON.parse(stdout) as Verified;
}
