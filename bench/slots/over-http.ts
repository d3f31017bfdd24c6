import { plusDays } from '../../domain/time/local-date.js';
import { startApi } from '../../tests/support/api-context.js';
import { TEST_PASSWORD } from '../../tests/support/clinic.js';
import { createFakeSessionClient } from '../../tests/support/fake-session-client.js';
import type { BenchDatabase } from '../with-database.js';
import type { Calendar, FreeSlot } from './calendars.js';

/** One way to ask for a doctor's month over HTTP; answers how many slots or rows came back. */
export interface HttpContestant {
  name: string;
  ask(calendar: Calendar): Promise<number>;
  close(): Promise<void>;
}

/** The product: signed in as a secretary, the month's first page (200 slots), or all pages. */
export async function startProduct({
  db,
  clinic,
}: BenchDatabase): Promise<{ page: HttpContestant; all: HttpContestant }> {
  const now = (): Date => new Date();
  const sessions = createFakeSessionClient(db.worker, now);
  const inbound = { handle: () => Promise.resolve() };
  const config = { publicUrl: 'http://127.0.0.1:4300', trustProxyHops: 0, strictResponses: false };
  const api = await startApi({ db: db.app, sessions, inbound, config });
  const login = await fetch(`${api.origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: clinic.secretary.email, password: TEST_PASSWORD }),
  });
  const { accessToken } = (await login.json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  const page = async ({ doctorId, from, days }: Calendar, cursor = ''): Promise<SlotPage> => {
    const query = `doctorId=${doctorId}&from=${from}&to=${plusDays(from, days)}&durationMinutes=20&limit=200${cursor}`;
    const response = await fetch(`${api.origin}/api/v1/slots?${query}`, { headers });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as SlotPage;
  };
  const close = async (): Promise<void> => api[Symbol.asyncDispose]();
  const askAll = async (calendar: Calendar): Promise<number> => {
    const first = await page(calendar);
    if (first.nextCursor === null) return first.items.length;
    return first.items.length + (await page(calendar, `&cursor=${first.nextCursor}`)).items.length;
  };
  return {
    page: { name: 'GET /slots, first page', ask: async (calendar) => (await page(calendar)).items.length, close },
    all: { name: 'GET /slots, all pages', ask: askAll, close },
  };
}

export interface SlotPage {
  items: FreeSlot[];
  nextCursor: string | null;
}
