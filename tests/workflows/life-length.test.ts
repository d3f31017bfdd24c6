import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sessionWorkflowId } from '../../workflows/session/contract.js';
import { waitFor } from '../support/wait-for.js';
import { createSessionWorld, decision, doctor, hoursAhead, moveTo, order } from './session-world.js';

/** A run continues as a new one long after this many; a clinic's whole day of sessions stays small. */
const MOST_EVENTS = 300;

let world: Awaited<ReturnType<typeof createSessionWorld>>;
beforeAll(async () => {
  world = await createSessionWorld();
});
afterAll(() => world.close());

test('a life with three moves, all reminders and an answer is short', async () => {
  const reminders = [
    { offsetMinutes: 2_880, afterMs: 500 },
    { offsetMinutes: 180, afterMs: 1_500 },
    { offsetMinutes: 60, afterMs: 2_500 },
  ];
  const times = { decisionMs: 3_600_000, sessionEndsMs: 7_200_000, reminders };
  await world.withClinic(times, async ({ clinic, sessions, booked, ended }) => {
    const sessionId = await booked({ approved: true });
    for (const hours of [5, 6, 7]) {
      await sessions.move(sessionId, moveTo(hoursAhead(hours)));
      await sessions.decide(sessionId, decision('APPROVE', { subject: 'MOVE' }));
      await waitFor(() => clinic.rows.get(sessionId)?.move === null, { describe: 'moved' });
    }
    await sessions.reply(sessionId, { ...order(), promptId: null, intent: 'CONFIRM' });
    const reminded = () => clinic.decisions.filter(({ decisionId }) => decisionId.includes('REMINDER')).length;
    await waitFor(() => reminded() === reminders.length, { timeoutMs: 10_000, describe: 'all reminders' });
    await sessions.close(sessionId, { ...order(doctor), verdict: 'COMPLETE' });
    await ended(sessionId);
    const handle = world.harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
    const { historyLength, historySize } = await handle.describe();
    console.log(`A life with 3 moves and ${reminders.length} reminders: ${historyLength} events, ${historySize} bytes`);
    expect(historyLength).toBeLessThan(MOST_EVENTS);
  });
});
