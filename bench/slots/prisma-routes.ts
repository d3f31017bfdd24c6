import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import express from 'express';
import { DateTime } from 'luxon';
import { PrismaClient } from '../../prisma/generated/client.js';
import type { BenchDatabase } from '../with-database.js';
import type { Calendar } from './calendars.js';
import { luxonLoop, toIntervals } from './contestants.js';
import type { HttpContestant, SlotPage } from './over-http.js';

/**
 * The plain way: an Express route that reads what a list of slots needs with Prisma, in a transaction that tells
 * row-level security who asks; it answers with the rows, or with slots that a Luxon loop makes of them. Nobody signs in.
 */
export async function startPrismaRoutes({
  db,
  clinic,
}: BenchDatabase): Promise<{ read: HttpContestant; slots: HttpContestant }> {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: db.appUrl, max: 10 }) });
  const app = express().disable('etag');
  const readMonth = async (doctorId: string, from: Date, to: Date) =>
    prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('app.actor_id', ${clinic.secretary.userId}, true)`;
      await tx.$executeRaw`SELECT set_config('app.role', 'SECRETARY', true)`;
      const doctor = await tx.doctor.findUniqueOrThrow({ where: { id: doctorId } });
      const periods = await tx.availabilityPeriod.findMany({ where: { doctorId } });
      const stretches = await tx.availabilityStretch.findMany({
        where: { periodId: { in: periods.map(({ id }) => id) } },
      });
      const sessions = await tx.session.findMany({
        where: { doctorId, startsAt: { lt: to }, endsAt: { gt: from }, status: { in: ['PENDING', 'APPROVED'] } },
        orderBy: { startsAt: 'asc' },
        select: { startsAt: true, endsAt: true },
      });
      return { doctor, periods, stretches, sessions };
    });
  const month = (url: string) => {
    const { searchParams } = new URL(url, 'http://bench');
    const param = (name: string): string => searchParams.get(name) ?? '';
    return readMonth(param('doctorId'), new Date(param('from')), new Date(param('to')));
  };
  app.get('/read', async ({ url }, response) => {
    response.json(await month(url));
  });
  app.get('/slots/:from/:days', async ({ url, params }, response) => {
    const { doctor, stretches, sessions } = await month(url);
    const calendar: Calendar = {
      ...{ doctorId: doctor.id, timeZone: doctor.timeZone, from: params.from, days: Number(params.days) },
      ...{ startMinute: stretches[0]?.startMinute ?? 0, endMinute: stretches[0]?.endMinute ?? 0, stepMinutes: 20 },
      booked: sessions.map(({ startsAt, endsAt }) => ({ startMs: startsAt.getTime(), endMs: endsAt.getTime() })),
    };
    response.json({ items: luxonLoop(calendar, toIntervals(calendar)) });
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async <T>(path: string, { doctorId, from, days, timeZone }: Calendar): Promise<T> => {
    const midnight = DateTime.fromISO(from, { zone: timeZone });
    const span = `from=${midnight.toUTC().toISO()}&to=${midnight.plus({ days }).toUTC().toISO()}`;
    const response = await fetch(`${origin}${path}?doctorId=${doctorId}&${span}`);
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()) as T;
  };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await prisma.$disconnect();
  };
  return {
    read: {
      name: 'Prisma read under row-level security',
      ask: async (calendar) => (await ask<{ sessions: object[] }>('/read', calendar)).sessions.length,
      close,
    },
    slots: {
      name: 'the same read with a Luxon loop',
      ask: async (calendar) => (await ask<SlotPage>(`/slots/${calendar.from}/${calendar.days}`, calendar)).items.length,
      close,
    },
  };
}
