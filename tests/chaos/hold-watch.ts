import pg from 'pg';

export interface HoldWatch extends AsyncDisposable {
  /** Resolves when a session's rows are as asked for; looked at again and again without a pause. */
  until(sessionId: string, condition: keyof typeof CONDITIONS): Promise<void>;
  /** Active holds of the session, earliest first. */
  holds(sessionId: string): Promise<{ startsAt: string; isProposal: boolean }[]>;
  /** What was seen of watched sessions that must never be. */
  faults: string[];
}

/** Moments between two steps of a move. */
const CONDITIONS = {
  'the new time is held': `SELECT 1 FROM holds WHERE session_id = $1 AND active AND move_id IS NOT NULL`,
  'the move is approved': `SELECT 1 FROM moves WHERE session_id = $1 AND status = 'APPROVED'`,
  'the move is over': `SELECT 1 FROM moves WHERE session_id = $1 AND status IN ('REJECTED', 'WITHDRAWN', 'EXPIRED')`,
} as const;

/** Besides the proposal, a session that goes on has exactly one time: what it says itself. */
const SOUND = `
  SELECT s.status, count(h.id)::int AS n, bool_and(lower(h.slot_range) = s.starts_at) AS same
    FROM sessions s LEFT JOIN holds h ON h.session_id = s.id AND h.active AND h.move_id IS NULL
   WHERE s.id = $1 GROUP BY s.status`;

/** Looks at one session's times as fast as the database answers, as long as it runs. */
export async function watchHolds(superuserUrl: string, sessionId: string): Promise<HoldWatch> {
  const [watcher, asker] = await Promise.all([connect(superuserUrl), connect(superuserUrl)]);
  const faults: string[] = [];
  let running = true;
  const watching = (async () => {
    while (running) {
      const [row] = (await watcher.query<{ status: string; n: number; same: boolean }>(SOUND, [sessionId])).rows;
      const isSound = row && row.n === 1 && row.same;
      if (!isSound && !faults.includes(JSON.stringify(row))) faults.push(JSON.stringify(row));
    }
  })();
  return {
    faults,
    async until(id, condition) {
      const giveUpAt = Date.now() + 30_000;
      while ((await asker.query(CONDITIONS[condition], [id])).rowCount === 0) {
        if (Date.now() > giveUpAt) throw new Error(`Waited in vain until ${condition}.`);
      }
    },
    async holds(id) {
      const sql = `SELECT lower(slot_range) AS at, move_id FROM holds WHERE session_id = $1 AND active ORDER BY at`;
      const { rows } = await asker.query<{ at: Date; move_id: string | null }>(sql, [id]);
      return rows.map(({ at, move_id: move }) => ({ startsAt: at.toISOString(), isProposal: move !== null }));
    },
    async [Symbol.asyncDispose]() {
      running = false;
      await watching;
      await Promise.all([watcher.end(), asker.end()]);
    },
  };
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
