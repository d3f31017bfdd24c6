import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../domain/errors.js';
import type { Policy } from '../../../domain/policy/policy.js';
import type { Answer, Caller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
let admin: Caller;
const told: number[] = [];
let tellingFails: Error | null = null;

beforeAll(async () => {
  world = await openWorld();
  admin = world.as('ADMIN');
  Object.assign(world.api.context, {
    policyChanges: {
      tell: async (version: number) => {
        if (tellingFails) throw tellingFails;
        told.push(version);
      },
    },
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  told.length = 0;
  tellingFails = null;
});

const present = async (): Promise<Policy> => (await admin.get<Policy & Record<string, unknown>>('/policy')).body;
const change = (body: object, key?: string): Promise<Answer> => admin.patch('/policy', body, key);
const faultsOf = ({ body }: Answer) =>
  (body['errors'] as { pointer: string; message: string }[]).map(({ pointer, message }) => `${pointer} ${message}`);

describe('changing the policy', () => {
  it('takes any part of it, answers with all of it, and has open sessions told', async () => {
    const before = await present();
    const part = {
      clinicName: ' Oak Lane ',
      decisionDeadlineMinutes: 720,
      reminderOffsetsMinutes: [1_440, 120],
      quietHours: { from: '20:00', to: '07:30' },
      patientSelfBooking: false,
    };
    const answer = await change({ version: before.version, ...part });
    const expected = { ...before, ...part, clinicName: 'Oak Lane', version: before.version + 1 };
    expect([answer.status, answer.body]).toEqual([200, expected]);
    expect(await present()).toEqual(expected);
    expect(told).toEqual([expected.version]);
    const [entry] = await world.sql(
      "SELECT actor_id, channel, before, after FROM audit_entries WHERE entity = 'policy' ORDER BY id DESC LIMIT 1",
    );
    expect(entry).toMatchObject({
      actor_id: world.clinic.admin.userId,
      channel: 'API',
      before: { decision_deadline_minutes: before.decisionDeadlineMinutes, version: before.version },
      after: { decision_deadline_minutes: 720, version: expected.version, quiet_from: '20:00' },
    });
    await change({ patientSelfBooking: true });
  });

  it('is refused where it was changed since, and tells nobody', async () => {
    const { version } = await present();
    const answer = await change({ version: version - 1, smsPerDay: 5 });
    expect([answer.status, answer.body['code']]).toEqual([409, 'stale_version']);
    expect(answer.body['detail']).toContain(`version ${version}`);
    expect([await present(), told]).toEqual([expect.objectContaining({ version }), []]);
  });

  it('changes nothing where it says what is so already', async () => {
    const before = await present();
    const { version, ...rest } = before;
    for (const same of [{}, { version }, rest]) {
      const answer = await change(same);
      expect([answer.status, answer.body]).toEqual([200, before]);
    }
    expect(told).toEqual([]);
  });

  it('by several at once loses none of them', async () => {
    const before = await present();
    const fields = ['smsPerDay', 'smsPerWeek', 'lockoutMinutes', 'bufferAfterMinutes', 'patientMoveCutoffMinutes'];
    const answers = await Promise.all(fields.map((field) => change({ [field]: 77 })));
    expect(answers.map(({ status }) => status)).toEqual(fields.map(() => 200));
    const after = await present();
    expect(after).toEqual({
      ...before,
      ...Object.fromEntries(fields.map((field) => [field, 77])),
      version: before.version + fields.length,
    });
    expect([...told].sort()).toEqual(fields.map((_, index) => before.version + 1 + index).sort());
    await change({ bufferAfterMinutes: 0 });
  });

  it('with one of two the same version is done once', async () => {
    const { version } = await present();
    const answers = await Promise.all([3, 4, 5].map((smsPerDay) => change({ version, smsPerDay })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('under a key is done once and answered alike', async () => {
    const key = randomUUID();
    const first = await change({ smsPerWeek: 20 }, key);
    await change({ smsPerWeek: 21 });
    const again = await change({ smsPerWeek: 20 }, key);
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
    expect((await present()).smsPerWeek).toBe(21);
    expect((await change({ smsPerWeek: 22 }, key)).body['code']).toBe('idempotency_conflict');
  });

  it('is done also where nobody can be told just now: reconciling tells them', async () => {
    tellingFails = new DomainError('temporarily_unavailable', 'Temporal is away.');
    const answer = await change({ smsPerWeek: 30 });
    expect(answer.status).toBe(200);
    expect(world.api.logs.at(-1)).toMatchObject({
      level: 'warn',
      fields: { policyVersion: answer.body['version'] },
    });
    const [row] = await world.sql('SELECT version > told_version AS waits FROM policy');
    expect(row).toEqual({ waits: true });
  });

  it('is for admins, in person', async () => {
    for (const role of ['SECRETARY', 'DOCTOR', 'PATIENT'] as const) {
      expect((await world.as(role).patch('/policy', { smsPerDay: 9 })).status).toBe(403);
    }
    expect((await world.nobody.patch('/policy', { smsPerDay: 9 })).status).toBe(401);
    const roles = await Promise.all((['SECRETARY', 'DOCTOR'] as const).map((role) => world.as(role).get('/policy')));
    expect(roles.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('a policy that cannot be', () => {
  it.each<[string, object, string[]]>([
    [
      'a decision lead that nothing fits into',
      { decisionLeadMinutes: 60 },
      ['/decisionLeadMinutes must be less than minimumLeadMinutes (60)'],
    ],
    [
      'a minimum lead under the decision lead',
      { minimumLeadMinutes: 30 },
      ['/decisionLeadMinutes must be less than minimumLeadMinutes (30)'],
    ],
    [
      'several faults at once',
      { slotStepMinutes: 50, quietHours: { from: '08:00', to: '08:00' }, reminderOffsetsMinutes: [60, 120] },
      ['/slotStepMinutes must divide', '/reminderOffsetsMinutes/1 must be less', '/quietHours must not begin'],
    ],
    [
      'reminders beyond the horizon',
      { maximumHorizonDays: 1 },
      ['/reminderOffsetsMinutes/0 must be within the horizon'],
    ],
    ['a zone that is nowhere', { timeZone: 'Mars/Olympus' }, ['/timeZone must be an IANA time zone']],
    [
      'a name that texts cannot spell',
      { clinicName: '榆树街' },
      ['/clinicName has characters that no text message can spell'],
    ],
    ['a long name', { clinicName: 'x'.repeat(25) }, ['/clinicName ']],
    ['a name of blanks', { clinicName: '  ' }, ['/clinicName ']],
    [
      'a number out of its range',
      { lockoutThreshold: 2, slotStepMinutes: 61 },
      ['/slotStepMinutes ', '/lockoutThreshold '],
    ],
    ['half a minute', { bufferBeforeMinutes: 0.5 }, ['/bufferBeforeMinutes ']],
    ['half of the quiet hours', { quietHours: { from: '20:00' } }, ['/quietHours/to ']],
    [
      'no hour',
      { quietHours: { from: '24:00', to: '7:00' } },
      ['/quietHours/from must be a local', '/quietHours/to must be a local'],
    ],
    ['eleven reminders', { reminderOffsetsMinutes: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1] }, ['/reminderOffsetsMinutes ']],
    ['a field that is not there', { slotSteps: 5 }, ['/slotSteps is not a known field']],
    ['nothing', { clinicName: null }, ['/clinicName ']],
  ])('is refused, field by field: %s', async (_name, body, expected) => {
    await world.sql("UPDATE policy SET reminder_offsets_minutes = '{2880,180}', minimum_lead_minutes = 60");
    const before = await present();
    const answer = await change(body);
    expect([answer.status, answer.body['code']]).toEqual([422, 'validation_failed']);
    const faults = faultsOf(answer);
    expect(faults).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(faults[index]).toContain(words);
    expect([await present(), told]).toEqual([before, []]);
  });
});

it('follows at once where a rule is asked for', async () => {
  await change({ patientSelfBooking: false, slotStepMinutes: 20, defaultDurationMinutes: 20 });
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const query = `doctorId=${world.clinic.doctors[0].id}&from=${day(5)}&to=${day(6)}`;
  const { body } = await admin.get<{ items: { startsAt: string }[] }>(`/slots?${query}`);
  expect([...new Set(body.items.map(({ startsAt }) => startsAt.slice(14, 16)))]).toEqual(['00', '20', '40']);
  const wish = { doctorId: world.clinic.doctors[0].id, patientId: world.clinic.patients[0].id };
  const booking = await world.as('PATIENT').post('/sessions', { ...wish, startsAt: body.items[0]?.startsAt });
  expect(booking.status).toBe(403);
});

it('says so where the clinic is not set up yet', async () => {
  const [row] = await world.sql('DELETE FROM policy RETURNING *');
  const answer = await admin.get('/policy');
  expect([answer.status, answer.body['code']]).toEqual([503, 'temporarily_unavailable']);
  expect(answer.body['detail']).toContain('not set up yet');
  expect((await change({ smsPerDay: 1 })).status).toBe(503);
  await world.sql('INSERT INTO policy SELECT * FROM jsonb_populate_record(NULL::policy, $1)', [JSON.stringify(row)]);
});
