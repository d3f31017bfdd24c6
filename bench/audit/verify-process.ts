import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';
import { systemActor } from '../../domain/actor.js';
import { verifyAudit } from '../../prisma/audit/verify-audit.js';
import { peakMemoryMb } from './peak-memory.js';
import type { Verified } from './verification.js';

/** Checks an audit and says how long it took and how much memory at most. Arguments: the owner's URL, the key file. */
const [url = '', keyFile = ''] = process.argv.slice(2);
const keys = JSON.parse(await readFile(keyFile, 'utf8')) as JSONWebKeySet;
async function* none(): AsyncGenerator<never> {}
const startedAt = performance.now();
const result = await verifyAudit({ url, actor: systemActor('bench'), keys, anchors: none() });
const seconds = (performance.now() - startedAt) / 1_000;
const peakMb = peakMemoryMb();
console.log(JSON.stringify({ seconds, peakMb, ok: result.ok, result } satisfies Verified));
