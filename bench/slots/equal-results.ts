import type pg from 'pg';
import { createRandom, randomCalendar, toInput, type Calendar, type FreeSlot } from './calendars.js';
import { byLuxon, byPackage, engineSlots } from './contestants.js';
import { sqlSlots, writeCalendars } from './sql-way.js';

const TABLE = 'bench_calendar_holds';
const BATCH = 500;

/** Throws with the first calendar on which anybody differs; answers how many calendars and slots were compared. */
export async function compareResults(client: pg.Client, count: number): Promise<{ calendars: number; slots: number }> {
  await client.query(`CREATE TABLE ${TABLE} (LIKE holds INCLUDING DEFAULTS); CREATE INDEX ON ${TABLE} (doctor_id)`);
  const random = createRandom(20_270_301);
  let slots = 0;
  for (let first = 0; first < count; first += BATCH) {
    const size = Math.min(BATCH, count - first);
    const calendars = Array.from({ length: size }, (_, index) => randomCalendar(first + index, random));
    await writeCalendars(client, TABLE, calendars);
    const fromSql = await sqlSlots(
      client,
      TABLE,
      calendars.map(({ doctorId }) => doctorId),
    );
    const sqlBy = new Map(fromSql.map(({ doctorId, slots: found }) => [doctorId, found]));
    for (const calendar of calendars) slots += compare(calendar, sqlBy.get(calendar.doctorId) ?? []);
    if ((first / BATCH) % 4 === 0) console.log(`${first + size} of ${count} random calendars compared`);
  }
  return { calendars: count, slots };
}

function compare(calendar: Calendar, fromSql: readonly FreeSlot[]): number {
  const expected = engineSlots(toInput(calendar), calendar);
  const wanted = text(expected);
  for (const [name, found] of [
    ['SQL', fromSql],
    ['Luxon', byLuxon(calendar)],
    ['slot-calculator', byPackage(calendar)],
  ] as const) {
    if (text(found) === wanted) continue;
    throw new Error(`${name} differs on ${JSON.stringify(calendar)}\nengine ${wanted}\n${name} ${text(found)}`);
  }
  return expected.length;
}

const text = (slots: readonly FreeSlot[]): string =>
  slots.map(({ startsAt, endsAt }) => `${startsAt}/${endsAt}`).join(' ');
