import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { operations } from '../../../api/contract/index.js';
import { fullPath, type Operation } from '../../../api/contract/operation.js';
import type { Role } from '../../../domain/actor.js';
import { BOT } from '../../support/api-context.js';
import { createCaller, type Caller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
let bot: Caller;
beforeAll(async () => {
  world = await openWorld();
  const credential = Buffer.from(`${BOT.id}:${BOT.secret}`).toString('base64');
  bot = createCaller(world.origin, { authorization: `Basic ${credential}` });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const RUNS = 25;
/** A stream of events has no end to wait for, and takes nothing to stumble over. */
const tested = Object.values<Operation>(operations).filter(
  ({ access, root, media }) => !root && access.kind !== 'PHONE' && media !== 'text/event-stream',
);
const roles: Role[] = ['PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN'];

/** Strings that a parser, a database or a header stumbles over, and some that are right. */
const odd = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '\0', '\ud800', '%', "'; DROP TABLE users; --", '../../etc/passwd', '1e999', '-0', 'null', 'NaN'],
    ...['{}', '9'.repeat(400), '\u202e', '2027-02-30', '2027-03-28T02:30:00+01:00', '+999999-01-01T00:00:00Z'],
    ...['0001-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000', 'é'.repeat(200), '🦄', 'true', 'startsAt'],
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.uuid(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const oddValue = fc.oneof(
  odd,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(odd, { maxLength: 3 }),
  fc.object(),
);

/** Of a union, those of all its parts. */
function keysOf(schema: z.ZodType | undefined): string[] {
  if (!schema) return [];
  const whole = z.toJSONSchema(schema, { io: 'input' });
  const parts = (whole.oneOf ?? [whole]) as { properties?: object }[];
  return [...new Set(parts.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

/** Where both a bot and a patient may call, the bot comes in the place of everybody else. */
const callsAsBot = ({ access }: Operation, role: Role): boolean =>
  access.kind === 'BOT' || (access.kind === 'BOT_OR_USER' && !access.roles.includes(role));

/** Some of the operation's own fields with odd values, now and then an id that exists. */
function fieldsOf(names: string[], value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  const known = fc.constantFrom('doctor', 'patient', 'room', 'soon').map((word) => ({ known: word }));
  const fields = names.map((name) => [name, fc.oneof(value, known)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

function resolved(fields: Record<string, unknown>): Record<string, unknown> {
  const { doctors, patients, rooms } = world.clinic;
  const ids: Record<string, string> = {
    doctor: doctors[0].id,
    patient: patients[0].id,
    room: rooms[0].id,
    soon: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
  };
  const isKnown = (value: unknown): value is { known: string } =>
    typeof value === 'object' && value !== null && 'known' in value;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isKnown(value) ? ids[value.known] : value]),
  );
}

describe('no endpoint answers 500', () => {
  it.each(tested.map((operation) => [operation.operationId, operation] as const))('%s', async (_id, operation) => {
    const input = fc.record({
      role: fc.constantFrom(...roles),
      params: fieldsOf(keysOf(operation.params), odd),
      query: fieldsOf(keysOf(operation.query), odd),
      body: fc.oneof(fieldsOf(keysOf(operation.body), oddValue), oddValue),
      key: fc.option(
        fc.string({ maxLength: 20 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
        { nil: undefined },
      ),
    });
    const property = fc.asyncProperty(input, async ({ role, params, query, body, key }) => {
      const given = resolved(params);
      const path = fullPath(operation)
        .replace('/api/v1', '')
        .replace(
          /\{(\w+)\}/g,
          (_, name: string) => encodeURIComponent(wellFormed(given[name] ?? crypto.randomUUID())) || 'x',
        );
      const pairs = Object.entries(resolved(query)).map(([name, value]): [string, string] => [name, wellFormed(value)]);
      const search = pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
      const payload =
        typeof body === 'object' && body !== null && !Array.isArray(body) ? resolved(body as object as never) : body;
      const raw = operation.method === 'GET' ? undefined : JSON.stringify(payload);
      const caller = callsAsBot(operation, role) ? bot : world.as(role);
      const { status } = await caller.ask(operation.method, path + search, { raw, key });
      return status < 500;
    });
    await expect(fc.assert(property, { numRuns: RUNS })).resolves.toBeUndefined();
    expect(world.api.logs.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** A lone surrogate cannot be written into a URL. */
const wellFormed = (value: unknown): string => String(value).replace(/\p{Surrogate}/gu, '?');
