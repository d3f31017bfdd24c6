import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import { updateMe } from '../../../prisma/stores/account-store.js';
import { resolveChat } from '../../../prisma/stores/auth-store.js';
import { createPhoneCode, linkPhone, openPhoneCode, removeChatLink } from '../../../prisma/stores/chat-link-store.js';
import { deliveryContext } from '../../../prisma/stores/delivery-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, createSlots } from './commands.js';

let db: TestDatabase;
let clinic: TestClinic;
let superuser: pg.Client;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await db[Symbol.asyncDispose]();
});
beforeEach(() => superuser.query('DELETE FROM account_mails; DELETE FROM chat_link_codes; DELETE FROM consents'));

const patient = (): Actor => actorOf('PATIENT', clinic.patients[0].userId);
const nextSlot = createSlots(30);
let numbers = 0;
const newPhone = (): string => `+1555777${String(++numbers).padStart(4, '0')}`;

interface Asking {
  who?: Actor;
  phone?: string;
  source?: string;
}
const ask = ({ who = patient(), phone = newPhone(), source = randomUUID() }: Asking = {}, codeHash = 'right') =>
  db.app.withActor(who, (tx) =>
    createPhoneCode(tx, {
      id: randomUUID(),
      codeHash: `${codeHash} ${randomUUID()}`,
      phone,
      sourceHash: source,
      mailId: randomUUID(),
    }),
  );

/** Types the right code, or one that is not. */
const type = (right: boolean, who: Actor = patient()) =>
  db.app.withActor(who, async (tx) => {
    const open = await openPhoneCode(tx);
    if (open === null) return null;
    const hash = await superuser.query<{ code_hash: string }>('SELECT code_hash FROM chat_link_codes WHERE id = $1', [
      open.id,
    ]);
    return linkPhone(tx, { codeId: open.id, codeHash: right ? String(hash.rows[0]?.code_hash) : 'wrong' });
  });

const recordOf = async (id = clinic.patients[0].id): Promise<Record<string, unknown>> =>
  (await superuser.query<Record<string, unknown>>('SELECT * FROM patients WHERE id = $1', [id])).rows[0] ?? {};
const linksOf = async (phone: string): Promise<Record<string, unknown>[]> =>
  (
    await superuser.query<Record<string, unknown>>(
      "SELECT user_id FROM chat_identities WHERE channel = 'SMS' AND subject = $1 AND revoked_at IS NULL",
      [phone],
    )
  ).rows;
const say = (phone: string, kind: string, proven = true) =>
  superuser.query(
    "INSERT INTO consents (phone, patient_id, kind, source, wording, proven) VALUES ($1, $2, $3, 'SMS', 'x', $4)",
    [phone, clinic.patients[0].id, kind, proven],
  );
const usable = async (): Promise<unknown> => {
  const sessionId = await book(db.worker, clinic, { ...nextSlot(), patientId: clinic.patients[0].id });
  const sql = "SELECT id FROM notifications WHERE session_id = $1 AND channel = 'SMS'";
  const { rows } = await superuser.query<{ id: string }>(sql, [sessionId]);
  const context = await db.worker.withActor(systemActor('test'), (tx) => deliveryContext(tx, rows[0]?.id ?? ''));
  return context?.patient?.phoneUsable;
};

describe('a phone', () => {
  it('that a patient typed in is not texted; one that is proven is, and stands on record with the consent', async () => {
    const phone = newPhone();
    await db.app.withActor(patient(), (tx) => updateMe(tx, { phone }));
    expect(await usable()).toBe(false);
    expect(await ask({ phone })).toMatchObject({ state: 'CREATED' });
    expect(await type(true)).toMatchObject({
      state: 'LINKED',
      fullName: clinic.patients[0].fullName,
      link: { channel: 'SMS', subject: phone },
    });
    expect(await recordOf()).toMatchObject({ phone, phone_verified_at: expect.any(Date) });
    expect(await usable()).toBe(true);
    const ledger = await superuser.query('SELECT kind, source, proven, wording FROM consents WHERE phone = $1', [
      phone,
    ]);
    expect(ledger.rows).toEqual([
      { kind: 'OPT_IN', source: 'PATIENT', proven: true, wording: expect.stringContaining('I agree to text messages') },
    ]);
  });

  it('that is new is put on record and account by its proof, and ends the link of the one before', async () => {
    const [before, after] = [newPhone(), newPhone()];
    for (const phone of [before, after]) {
      await ask({ phone });
      await type(true);
    }
    expect(await recordOf()).toMatchObject({ phone: after, phone_verified_at: expect.any(Date) });
    const { rows } = await superuser.query('SELECT phone FROM users WHERE id = $1', [clinic.patients[0].userId]);
    expect(rows).toEqual([{ phone: after }]);
    expect([await linksOf(before), await linksOf(after)]).toEqual([[], [{ user_id: clinic.patients[0].userId }]]);
  });

  it('is unverified again, and its link ended, by naming another in the profile', async () => {
    const phone = newPhone();
    await ask({ phone });
    await type(true);
    await db.app.withActor(patient(), (tx) => updateMe(tx, { phone: newPhone() }));
    expect(await recordOf()).toMatchObject({ phone_verified_at: null });
    expect(await linksOf(phone)).toEqual([]);
  });

  it('stays verified when its link is removed', async () => {
    const phone = newPhone();
    await ask({ phone });
    const linked = await type(true);
    if (linked?.state !== 'LINKED') throw new Error('not linked');
    expect(await db.app.withActor(patient(), (tx) => removeChatLink(tx, { linkId: linked.link.id }))).toEqual({
      found: true,
    });
    expect(await linksOf(phone)).toEqual([]);
    expect(await recordOf()).toMatchObject({ phone, phone_verified_at: expect.any(Date) });
  });

  it('may be that of several patients, once each, and names none of them to a bot', async () => {
    const phone = newPhone();
    const other = await otherPatient();
    for (const who of [patient(), other, patient()]) {
      await ask({ who, phone });
      expect(await type(true, who)).toMatchObject({ state: 'LINKED' });
    }
    expect(await linksOf(phone)).toHaveLength(2);
    const resolving = db.app.withActor(anonymousActor('test', 'SMS'), (tx) =>
      resolveChat(tx, { channel: 'SMS', subject: phone }),
    );
    expect(await resolving).toBeNull();
  });

  it('is not verified by writing so beside the code', async () => {
    await ask();
    const { id } = clinic.patients[0];
    const claim = db.app.withActor(patient(), (tx) =>
      tx.patient.updateMany({ where: { id }, data: { phoneVerifiedAt: new Date() } }),
    );
    await expect(claim).rejects.toThrow();
  });
});

describe('a code for a phone', () => {
  it('is good once, not after five wrong ones, not once replaced or expired', async () => {
    await ask();
    expect(await type(true)).toMatchObject({ state: 'LINKED' });
    expect(await type(true)).toBeNull();
    await ask();
    for (let tries = 0; tries < 5; tries += 1) expect(await type(false)).toEqual({ state: 'WRONG' });
    expect(await type(true)).toBeNull();
    await ask();
    await ask();
    const open = await superuser.query('SELECT 1 FROM chat_link_codes WHERE used_at IS NULL AND replaced_at IS NULL');
    expect(open.rows).toHaveLength(1);
    await superuser.query('UPDATE chat_link_codes SET expires_at = now()');
    expect(await type(true)).toBeNull();
  });

  it('proves once of two who type it at once', async () => {
    await ask();
    const results = await Promise.all([type(true), type(true)]);
    expect(results.filter((result) => result?.state === 'LINKED')).toHaveLength(1);
  });

  it('goes three times an hour to a number, five times a day from a person, by source as sign-ups do', async () => {
    const phone = newPhone();
    const other = await otherPatient();
    const many = await Promise.all([patient(), other, patient(), other].map((who) => ask({ who, phone })));
    expect(many.map(({ state }) => state).sort()).toEqual(['CREATED', 'CREATED', 'CREATED', 'LIMITED']);
    await superuser.query('DELETE FROM account_mails; DELETE FROM chat_link_codes');
    for (let count = 0; count < 5; count += 1) expect(await ask()).toMatchObject({ state: 'CREATED' });
    const sixth = await ask();
    expect(sixth).toMatchObject({ state: 'LIMITED' });
    expect(sixth.state === 'LIMITED' && sixth.retryAfterSeconds).toBeGreaterThan(86_000);
    await superuser.query("UPDATE chat_link_codes SET created_at = created_at - interval '24 hours'");
    await superuser.query('UPDATE policy SET sign_ups_per_source_per_hour = 1');
    expect(await ask({ source: 'one' })).toMatchObject({ state: 'CREATED' });
    expect(await ask({ source: 'one' })).toMatchObject({ state: 'LIMITED' });
    expect(await ask({ source: 'two' })).toMatchObject({ state: 'CREATED' });
    await superuser.query('UPDATE policy SET sign_ups_per_source_per_hour = 1000');
  });

  it('is not sent to a number that wants no texts, nor good for one', async () => {
    const [stopped, unwanted, turned] = [newPhone(), newPhone(), newPhone()];
    await say(stopped, 'OPT_OUT');
    await say(unwanted, 'OPT_OUT', false);
    expect(await ask({ phone: stopped })).toEqual({ state: 'OPTED_OUT' });
    expect(await ask({ phone: unwanted })).toEqual({ state: 'OPTED_OUT' });
    expect(await ask({ who: await otherPatient(), phone: unwanted })).toMatchObject({ state: 'CREATED' });
    await say(stopped, 'OPT_IN', false);
    expect(await ask({ phone: stopped })).toEqual({ state: 'OPTED_OUT' });
    await ask({ phone: turned });
    await say(turned, 'OPT_OUT');
    expect(await type(true)).toEqual({ state: 'OPTED_OUT' });
    await say(stopped, 'OPT_IN');
    expect(await ask({ phone: stopped })).toMatchObject({ state: 'CREATED' });
  });

  it('counts where it is not sent, and leaves the one before it open', async () => {
    const [phone, stopped] = [newPhone(), newPhone()];
    await say(stopped, 'OPT_OUT');
    await ask({ phone });
    for (let times = 0; times < 3; times += 1) expect(await ask({ phone: stopped })).toEqual({ state: 'OPTED_OUT' });
    expect(await ask({ phone: stopped })).toMatchObject({ state: 'LIMITED' });
    expect(await type(true)).toMatchObject({ state: 'LINKED', link: { subject: phone } });
    expect(await ask()).toMatchObject({ state: 'CREATED' });
    expect(await ask()).toMatchObject({ state: 'LIMITED' });
  });

  it('is for patients with a record, in person', async () => {
    const others: Actor[] = [
      anonymousActor('test'),
      systemActor('test'),
      actorOf('SECRETARY', clinic.secretary.userId),
      actorOf('DOCTOR', clinic.doctors[0].userId),
      actorOf('ADMIN', clinic.admin.userId),
      { ...patient(), channel: 'SLACK' },
      actorOf('PATIENT', randomUUID()),
    ];
    for (const who of others) {
      await expect(ask({ who })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(type(true, who)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('is audited from the asking to the proof, without the number, the code’s hash or the source', async () => {
    const phone = newPhone();
    await ask({ phone, source: 'hash-of-a-source' });
    await type(false);
    await type(true);
    const entries = await superuser.query<{ entity: string; action: string; line: string }>(
      'SELECT entity, action, to_jsonb(e)::text AS line FROM audit_entries e WHERE actor_id = $1 ORDER BY id DESC LIMIT 8',
      [clinic.patients[0].userId],
    );
    expect(
      entries.rows
        .map(({ entity, action }) => `${entity} ${action}`)
        .reverse()
        .join(', '),
    ).toMatch(
      /^auth create, auth update, auth update, patient update, auth update, user update, consent create, auth create$/,
    );
    for (const secret of [phone, 'right', 'hash-of-a-source', 'code_hash'])
      expect(entries.rows.map(({ line }) => line).join()).not.toContain(secret);
  });
});

async function otherPatient(): Promise<Actor> {
  const id = randomUUID();
  await superuser.query("INSERT INTO users (id, email, full_name, role) VALUES ($1, $2, 'Other Patient', 'PATIENT')", [
    id,
    `${id}@mail.example`,
  ]);
  await superuser.query(
    "INSERT INTO patients (id, user_id, full_name) VALUES (gen_random_uuid(), $1, 'Other Patient')",
    [id],
  );
  return actorOf('PATIENT', id);
}
