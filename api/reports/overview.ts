import { openMinutes, type ReportedDay } from '../../domain/reports/open-minutes.js';
import { SESSION_STATUSES, type SessionStatus } from '../../domain/session/types.js';
import type { DecisionTimes, DoctorSchedule } from '../../prisma/views/report-view.js';

type Counts = Record<SessionStatus, number>;
type Counted = { date: string; status: SessionStatus; count: number };

const noCounts = (): Counts => Object.fromEntries(SESSION_STATUSES.map((status) => [status, 0])) as Counts;

/** Sessions by status, altogether and for each of the days. */
export function statusCounts(days: readonly ReportedDay[], rows: readonly Counted[]) {
  const byStatus = noCounts();
  const byDate = new Map(days.map(({ date }) => [date, noCounts()]));
  for (const { date, status, count } of rows) {
    byStatus[status] += count;
    const ofDay = byDate.get(date);
    if (ofDay) ofDay[status] += count;
  }
  return { byStatus, byDay: [...byDate].map(([date, counts]) => ({ date, counts })) };
}

/** Of the sessions that took place, or should have. */
export function noShows({ COMPLETED: completed, NO_SHOW: noShow }: Counts) {
  const all = completed + noShow;
  return { completed, noShow, rate: all === 0 ? null : noShow / all };
}

/** How long doctors took to decide, by name. */
export function decisionReport(doctors: readonly DoctorSchedule[], rows: readonly DecisionTimes[]) {
  const byId = new Map(rows.map(({ doctorId, ...times }) => [doctorId, times]));
  const all = byId.get(null) ?? { decided: 0, medianMinutes: null, p90Minutes: null };
  const byDoctor = doctors.flatMap(({ id, fullName }) => {
    const times = byId.get(id);
    return times ? [{ doctor: { id, fullName }, ...times }] : [];
  });
  return { ...all, byDoctor };
}

export interface UtilisationInput {
  doctors: readonly DoctorSchedule[];
  days: readonly ReportedDay[];
  booked: readonly { doctorId: string; date: string; minutes: number }[];
  /** Local date: from then on a doctor who is not active is not open. */
  today: string;
}

/** Booked and open time by doctor and day, without the days on which there is neither. */
export function utilisationReport({ doctors, days, booked, today }: UtilisationInput) {
  const bookedOn = new Map(booked.map(({ doctorId, date, minutes }) => [`${doctorId} ${date}`, minutes]));
  const rows = doctors.map((doctor) => {
    const open = openMinutes(doctor, days);
    const all = days.map(({ date }, index) => ({
      date,
      bookedMinutes: bookedOn.get(`${doctor.id} ${date}`) ?? 0,
      openMinutes: doctor.active || date < today ? (open[index] ?? 0) : 0,
    }));
    const busy = all.filter(({ bookedMinutes, openMinutes: minutes }) => bookedMinutes + minutes > 0);
    return {
      doctor: { id: doctor.id, fullName: doctor.fullName },
      bookedMinutes: busy.reduce((sum, day) => sum + day.bookedMinutes, 0),
      openMinutes: busy.reduce((sum, day) => sum + day.openMinutes, 0),
      days: busy,
    };
  });
  return rows.filter((row) => row.days.length > 0);
}
