import type { ReportedDay } from '../../domain/reports/open-minutes.js';
import { instantsOfDates, localDateOf, plusDays } from '../../domain/time/local-date.js';
import type { NotificationStatus } from '../../domain/notifications/types.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import {
  bookedMinutes,
  countByDay,
  countDeliveries,
  decisionTimes,
  schedulesBetween,
} from '../../prisma/views/report-view.js';
import { getOverview } from '../contract/reports.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { invalidField } from '../http/problem.js';
import { decisionReport, noShows, statusCounts, utilisationReport } from '../reports/overview.js';

const MOST_DAYS = 400;
const CHANNELS = ['SMS', 'EMAIL', 'SLACK'] as const;

/** Figures for whoever runs the clinic. */
export function reportRoutes({ db, now }: ApiContext): Endpoint[] {
  return [
    implement(getOverview, async ({ query: { from, to }, principal: { actor } }) => {
      if (to <= from) throw invalidField('/to', 'must be later than from');
      if (to > plusDays(from, MOST_DAYS)) throw invalidField('/to', `must be at most ${MOST_DAYS} days after from`);
      const found = await db.withActor(actor, async (tx) => {
        const { timeZone } = await readPolicy(tx);
        const days = daysBetween(from, to, timeZone);
        return {
          timeZone,
          days,
          counted: await countByDay(tx, days),
          decided: await decisionTimes(tx, days),
          booked: await bookedMinutes(tx, days),
          deliveries: await countDeliveries(tx, days),
          doctors: await schedulesBetween(tx, from, to),
        };
      });
      const { timeZone, days, doctors, booked } = found;
      const today = localDateOf(now().getTime(), timeZone);
      const counts = statusCounts(days, found.counted);
      return reply(200, {
        from,
        to,
        timeZone,
        ...counts,
        decisions: decisionReport(doctors, found.decided),
        noShow: noShows(counts.byStatus),
        utilisation: utilisationReport({ doctors, days, booked, today }),
        deliveries: CHANNELS.map((channel) => deliveriesOf(channel, found.deliveries)),
      });
    }),
  ];
}

/** The clinic's days of [from, to): each ends where the next one begins. */
function daysBetween(from: string, to: string, timeZone: string): ReportedDay[] {
  const days: ReportedDay[] = [];
  for (let date = from; date < to; date = plusDays(date, 1)) {
    days.push({ date, ...instantsOfDates(date, plusDays(date, 1), timeZone) });
  }
  return days;
}

function deliveriesOf(
  channel: (typeof CHANNELS)[number],
  rows: readonly { channel: string; status: NotificationStatus; count: number }[],
) {
  const of = (status: NotificationStatus): number =>
    rows.find((row) => row.channel === channel && row.status === status)?.count ?? 0;
  return {
    channel,
    queued: of('QUEUED'),
    sent: of('SENT'),
    delivered: of('DELIVERED'),
    failed: of('FAILED'),
    suppressed: of('SUPPRESSED'),
  };
}
