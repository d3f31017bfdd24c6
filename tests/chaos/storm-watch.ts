import pg from 'pg';
import { setInterval as ticks } from 'node:timers/promises';

/** A pair of holds is lawful where an override freed one of them of that very resource. */
const OVERLAPS = `
  SELECT a.session_id AS one, b.session_id AS other
    FROM holds a JOIN holds b ON a.session_id < b.session_id AND a.active AND b.active
   WHERE (a.doctor_id = b.doctor_id AND a.doctor_range && b.doctor_range AND NOT (a.exempt_doctor OR b.exempt_doctor))
      OR (a.room_id = b.room_id AND a.slot_range && b.slot_range AND NOT (a.exempt_room OR b.exempt_room))
      OR (a.patient_id = b.patient_id AND a.slot_range && b.slot_range AND NOT (a.exempt_patient OR b.exempt_patient))`;

/** Ordinary holds that were taken long after an override had freed what lies below them. */
const ON_OVERBOOKED = `
  SELECT a.session_id AS one, b.session_id AS other
    FROM holds a JOIN holds b ON a.session_id <> b.session_id AND a.active AND b.active
     AND b.created_at > a.created_at + interval '11 seconds'
   WHERE (a.doctor_id = b.doctor_id AND a.doctor_range && b.doctor_range AND a.exempt_doctor AND NOT b.exempt_doctor)
      OR (a.room_id = b.room_id AND a.slot_range && b.slot_range AND a.exempt_room AND NOT b.exempt_room)
      OR (a.patient_id = b.patient_id AND a.slot_range && b.slot_range AND a.exempt_patient AND NOT b.exempt_patient)`;

/** Every open session has its own hold at its own time, and one more where a move is open; nothing else is held. */
const UNSOUND = `
  SELECT s.id FROM sessions s
    LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE h.move_id IS NULL AND h.slot_range = tstzrange(s.starts_at, s.ends_at)) AS own,
             count(*) FILTER (WHERE h.move_id IS NOT NULL) AS moving, count(*) AS held
        FROM holds h WHERE h.session_id = s.id AND h.active) x ON true
    LEFT JOIN LATERAL (
      SELECT count(*) AS open FROM moves m WHERE m.session_id = s.id AND m.status = 'PROPOSED') y ON true
   WHERE CASE WHEN s.status IN ('PENDING', 'APPROVED') THEN x.own <> 1 OR x.moving <> y.open OR x.held <> 1 + y.open
              ELSE x.held + y.open > 0 END`;

/** Often enough to meet most of the writes, seldom enough to leave them the machine. */
const READ_EVERY_MS = 20;

export interface StormWatch {
  /** Pairs that were seen at any time and may never be seen. */
  overlaps: { one: string; other: string }[];
  /** How often the database was read. */
  reads(): number;
  deadlocks(): Promise<number>;
  /** What may not be after a storm, as ids. */
  leftovers(): Promise<{ onOverbooked: object[]; unsound: object[] }>;
  stop(): Promise<void>;
}

/** Reads the database all the time, beside whatever writes it. */
export async function watchStorm(superuserUrl: string): Promise<StormWatch> {
  const watching = new pg.Client({ connectionString: superuserUrl });
  const asking = new pg.Client({ connectionString: superuserUrl });
  await Promise.all([watching.connect(), asking.connect()]);
  const overlaps: StormWatch['overlaps'] = [];
  let count = 0;
  let running = true;
  const watch = async (): Promise<void> => {
    for await (const _ of ticks(READ_EVERY_MS)) {
      if (!running) return;
      overlaps.push(...(await watching.query<StormWatch['overlaps'][number]>(OVERLAPS)).rows);
      count += 1;
    }
  };
  const watched = watch();
  return {
    overlaps,
    reads: () => count,
    async deadlocks() {
      const sql = 'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()';
      return (await asking.query<{ n: number }>(sql)).rows[0]?.n ?? -1;
    },
    leftovers: async () => ({
      onOverbooked: (await asking.query<object>(ON_OVERBOOKED)).rows,
      unsound: (await asking.query<object>(UNSOUND)).rows,
    }),
    async stop() {
      running = false;
      await watched;
      await Promise.all([watching.end(), asking.end()]);
    },
  };
}
