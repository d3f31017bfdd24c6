import { createLeaveActivities } from '../../../activities/leave.js';
import { DomainError } from '../../../domain/errors.js';
import { localDateOf, plusDays } from '../../../domain/time/local-date.js';
import { TEST_ZONE } from '../../support/clinic.js';
import { openWorld, type World } from './world.js';

export interface Affected {
  affected: { session: { id: string; startsAt: string }; alternatives: { startsAt: string }[] }[];
}

/** A clinic whose first doctor changes hours over booked sessions. */
export interface HoursDesk {
  world: World;
  /** Leaves whose workflow was started. */
  started: string[];
  doctorId: string;
  exceptions: string;
  startsOn(from: string, to: string): Promise<string[]>;
  /** Books at local hours of a day that no other test uses. */
  bookOn(offset: number, ...hours: number[]): Promise<string[]>;
  statusOf(sessionId: string): Promise<unknown>;
  /** What the leave's workflow does. */
  carryOut(leaveId: string): Promise<void>;
}

/** The local date of the clinic some days from now. */
export const day = (offset: number): string => plusDays(localDateOf(Date.now(), TEST_ZONE), offset);

export const closure = (offset: number, change: object = {}) => ({
  from: day(offset),
  to: day(offset),
  kind: 'CLOSED',
  reason: 'a conference',
  ...change,
});

export const remedy = (action: string, ...ids: string[]) => ids.map((sessionId) => ({ sessionId, action }));

export const affectedIds = (body: unknown) => (body as Affected).affected.map(({ session }) => session.id);

export async function openHoursDesk(): Promise<HoursDesk> {
  const world = await openWorld();
  const started: string[] = [];
  world.api.context.leaves = { carryOut: async (leaveId) => void started.push(leaveId) };
  await world.sql('UPDATE policy SET maximum_horizon_days = 90');
  const doctorId = world.clinic.doctors[0].id;
  const startsOn: HoursDesk['startsOn'] = async (from, to) => {
    const path = `/slots?doctorId=${doctorId}&from=${from}&to=${to}&limit=200`;
    const { items } = (await world.as('ADMIN').get<{ items: { startsAt: string }[] }>(path)).body;
    return items.map(({ startsAt }) => startsAt);
  };
  return {
    world,
    started,
    doctorId,
    exceptions: `/doctors/${doctorId}/availability/exceptions`,
    startsOn,
    async bookOn(offset, ...hours) {
      const starts = await startsOn(day(offset), day(offset + 1));
      const ids: string[] = [];
      for (const hour of hours) {
        const startsAt = starts.find((start) => localHour(start) === hour);
        if (startsAt === undefined) throw new Error(`nothing free at ${hour} on ${day(offset)}`);
        const body = { doctorId, patientId: world.clinic.patients[1].id, startsAt };
        const booked = await world.as('SECRETARY').post('/sessions', body);
        if (booked.status !== 201) throw new Error(JSON.stringify(booked.body));
        ids.push(String(booked.body['id']));
      }
      return ids;
    },
    statusOf: async (id) => (await world.as('ADMIN').get(`/sessions/${id}`)).body['status'],
    async carryOut(leaveId) {
      const steps = createLeaveActivities({ db: world.worker, sessions: world.sessions, now: () => new Date() });
      for (;;) {
        const [itemId] = await steps.openLeaveItems({ leaveId, after: null });
        if (itemId === undefined) return;
        try {
          await steps.carryOutLeaveItem({ leaveId, itemId });
        } catch (error) {
          // A word that was only sent is asked for again.
          if (!(error instanceof DomainError) || error.code !== 'temporarily_unavailable') throw error;
          await world.sessions.idle();
        }
      }
    },
  };
}

function localHour(instant: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: TEST_ZONE, hour: '2-digit', minute: '2-digit' });
  const [hour, minute] = format.format(new Date(instant)).split(':');
  return Number(hour) + Number(minute) / 60;
}
