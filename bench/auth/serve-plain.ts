import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { PrismaPg } from '@prisma/adapter-pg';
import { hash, verify } from 'argon2';
import express, { type Request } from 'express';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { PrismaClient } from '../../prisma/generated/client.js';
import { drive } from '../measure.js';
import type { FromServer, ToServer } from './messages.js';

/**
 * The plain way: Express, Prisma without row-level security, and a token checked by jose with the same algorithm, issuer
 * and audience; nothing is limited, locked, revoked or audited. BENCH_DATABASE_URL names the database, as a superuser.
 */
const ISSUER = 'http://127.0.0.1:4300';
const AUDIENCE = 'clinic-api';
const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: String(process.env['BENCH_DATABASE_URL']), max: 10 }),
});
const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });

async function subjectOf(req: Request): Promise<string> {
  const token = (req.get('authorization') ?? '').replace(/^Bearer /, '');
  const { payload } = await jwtVerify(token, publicKey, {
    ...{ algorithms: ['EdDSA'], issuer: ISSUER, audience: AUDIENCE, requiredClaims: ['sub', 'iat', 'exp'] },
  });
  return String(payload.sub);
}

const app = express().disable('etag').use(express.json());
app.post('/login', async (req, res) => {
  const { email, password } = req.body as { email: string; password: string };
  const user = await prisma.user.findUnique({ where: { email } });
  const credential = user && (await prisma.credential.findUnique({ where: { userId: user.id } }));
  if (!credential || !(await verify(credential.passwordHash, password))) return void res.sendStatus(401);
  const token = new SignJWT({ role: user.role }).setProtectedHeader({ alg: 'EdDSA' }).setSubject(user.id);
  const accessToken = await token
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(privateKey);
  res.json({ accessToken, user });
});
app.get('/token', async (req, res) => {
  res.json({ id: await subjectOf(req) });
});
app.get('/me', async (req, res) => {
  res.json(await prisma.user.findUniqueOrThrow({ where: { id: await subjectOf(req) } }));
});

const word = 'any password';
const wordHash = await hash(word, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
process.on('message', ({ total }: ToServer) => {
  const verified = drive(availableParallelism(), total, async () => {
    if (!(await verify(wordHash, word))) throw new Error('the password does not fit');
  });
  void verified.then((sample) => process.send?.({ kind: 'verified', sample } satisfies FromServer));
});
process.on('disconnect', () => process.exit());
const server = createServer(app).listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.({ kind: 'listening', origin } satisfies FromServer);
});
