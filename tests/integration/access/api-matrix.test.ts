import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations } from '../../../api/contract/index.js';
import type { Operation } from '../../../api/contract/operation.js';
import { openAccessWorld, type AccessWorld } from './access-world.js';
import { aimsOf, API_TABLE, CALLERS, LIST_TABLE, spelledOut, type Aim, type CallerName } from './api-table.js';
import type { Answer } from './ask.js';
import { provokeFaults } from './faults.js';
import { tellingIn } from '../../support/personal-words.js';
import { personalWords } from './personal-words.js';
import { REQUESTS } from './requests.js';
import { readTable } from './table.js';

let world: AccessWorld;
beforeAll(async () => {
  world = await openAccessWorld();
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const ROWS = readTable<CallerName>(API_TABLE);
const byId: Record<string, Operation> = operations;
const operationOf = (row: string): Operation => byId[row.split(' ')[0] ?? ''] as Operation;

it('has a row for every operation, and none for another', () => {
  const rows = [...new Set(ROWS.map(([row]) => row.split(' ')[0]))];
  expect(rows.sort()).toEqual(Object.keys(operations).sort());
  expect(Object.keys(REQUESTS).sort()).toEqual(ROWS.map(([row]) => row).sort());
});

describe('who gets what', () => {
  it.each(ROWS)('%s', async (row, cells) => {
    const aims = aimsOf(cells);
    const seen: Partial<Record<CallerName, string>> = {};
    for (const caller of CALLERS) {
      const answers: Answer[] = [];
      for (const aim of aims) answers.push(await answerTo(row, caller, aim));
      seen[caller] = answers.map(inShort).join('/');
      const [, foreign, absent] = answers;
      if (foreign && foreign.status === absent?.status) expect([caller, told(foreign)]).toEqual([caller, told(absent)]);
    }
    const expected = CALLERS.map((caller) => [caller, spelledOut(cells[caller], aims)]);
    expect(seen).toEqual(Object.fromEntries(expected));
  });
});

/** All that a refused caller can tell two refusals apart by. */
function told({ headers, body }: Answer): object {
  const { date: _date, 'x-request-id': _id, ...rest } = Object.fromEntries(headers);
  return { ...rest, ...body, instance: null };
}

async function answerTo(row: string, caller: CallerName, aim: Aim): Promise<Answer> {
  const build = REQUESTS[row];
  if (!build) throw new Error(`nobody knows how to ask ${row}`);
  return world.call(caller, operationOf(row), await build({ world, caller, aim }));
}

const USUAL: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'invalid_transition',
  422: 'validation_failed',
};

function inShort({ status, body }: Answer): string {
  return status < 400 || body['code'] === USUAL[status] ? String(status) : `${status}:${String(body['code'])}`;
}

describe('what lists show', () => {
  const callers = ['patient', 'secretary', 'doctor', 'cover', 'admin'] as const;

  it.each(readTable<(typeof callers)[number]>(LIST_TABLE))('%s', async (row, cells) => {
    const seen: Partial<Record<CallerName, string>> = {};
    for (const caller of callers) seen[caller] = await shown(row, caller);
    expect(seen).toEqual(cells);
  });

  async function shown(row: string, caller: CallerName): Promise<string> {
    const { people, world: inner } = world;
    const sought: Record<string, { own: string; foreign: string }> = {
      listSessions: people.sessions,
      listPatients: people.patients,
      listUsers: people.userIds(caller),
      listChatLinks: await people.linkIds(caller),
      listTasks: await people.taskIds(),
    };
    const total = await inner.sql<{ n: number }>('SELECT count(*)::int AS n FROM sessions');
    expect(total[0]?.n).toBeLessThanOrEqual(200);
    const answer = await world.call(caller, operationOf(row), { query: { limit: '200' } });
    if (answer.status === 403) return '-';
    const ids = (answer.body['items'] as { id: string }[]).map(({ id }) => id);
    const [own, foreign] = [ids.includes(sought[row]?.own ?? ''), ids.includes(sought[row]?.foreign ?? '')];
    if (own && foreign) return 'all';
    return own ? 'own' : foreign ? 'foreign' : 'none';
  }
});

describe('a token for a phone', () => {
  it('is made for answering by text, and for nothing else', async () => {
    const subject = world.world.clinic.patients[0].phone;
    const granted: string[] = [];
    for (const operation of Object.keys(operations)) {
      const answer = await world.call('bot', operations.mintChatToken, {
        body: { channel: 'SMS', subject, operation },
      });
      if (answer.status === 200) granted.push(operation);
      else expect(inShort(answer)).toBe('403');
    }
    expect(granted).toEqual(['receiveSms', 'receiveSmsStatus']);
  });
});

describe('the log of all this', () => {
  it('has a line for every refusal and fault, and nothing about anybody in any of them', async () => {
    await provokeFaults(world);
    const lines = [...world.log, ...world.world.api.logs.map((line) => JSON.stringify(line))];
    for (const message of ['request refused', 'request failed', 'request could not be served'])
      expect(world.log.filter((line) => line.includes(message)).length).toBeGreaterThan(0);
    const words = await personalWords(world);
    expect(words.length).toBeGreaterThan(100);
    expect(tellingIn(lines, words)).toEqual([]);
  });

  it('would have shown them', async () => {
    const words = await personalWords(world);
    const { fullName, email, phone } = world.world.clinic.patients[0];
    for (const word of [fullName, email, phone, encodeURIComponent(email), ...world.secrets])
      expect(tellingIn([JSON.stringify({ message: `about ${word}.` })], words)).not.toEqual([]);
  });
});
