import type { Activities } from '../../activities/index.js';
import type { SessionStep } from '../../activities/session.js';
import type { SessionSnapshot } from '../../domain/session/types.js';

export interface FakePolicy {
  /** The time to decide that open requests get when they are told; null: the policy leaves theirs alone. */
  dueAt: string | null;
  /** Rounds through open sessions, as they were asked for. */
  rounds: { version: number; after: string | null; sinceChange: boolean }[];
  /** Where each batch of a round ends; the last one has no entry. */
  batchEnds: string[];
  settled: number[];
  /** A change that nobody was told of. */
  untold: number | null;
  /** Versions that reconciling had told. */
  resumed: number[];
}

type PolicyActivities = Pick<
  Activities,
  'applyPolicy' | 'tellSessionsOfPolicy' | 'settlePolicyChange' | 'resumePolicyChange'
>;

/** The policy's activities over rows in memory. */
export function createFakePolicy(
  rows: Map<string, SessionSnapshot>,
  step: (row: SessionSnapshot) => SessionStep,
): { policy: FakePolicy; activities: PolicyActivities } {
  const policy: FakePolicy = { dueAt: null, rounds: [], batchEnds: [], settled: [], untold: null, resumed: [] };
  const activities: PolicyActivities = {
    applyPolicy: async ({ sessionId }) => {
      const row = rows.get(sessionId);
      if (!row) throw new Error(`no row ${sessionId}`);
      if (row.status === 'PENDING' && policy.dueAt !== null && policy.dueAt !== row.decisionDueAt) {
        Object.assign(row, { decisionDueAt: policy.dueAt, version: row.version + 1 });
      }
      return step(row);
    },
    tellSessionsOfPolicy: async (round) => {
      policy.rounds.push(round);
      const next = round.after === null ? 0 : policy.batchEnds.indexOf(round.after) + 1;
      return policy.batchEnds[next] ?? null;
    },
    settlePolicyChange: async (version) => void policy.settled.push(version),
    resumePolicyChange: async () => {
      if (policy.untold !== null) policy.resumed.push(policy.untold);
    },
  };
  return { policy, activities };
}
