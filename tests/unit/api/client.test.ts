import { describe, expect, it } from '@jest/globals';
import { createApiClient, operations } from '../../../api/client/client.js';

interface Sent {
  url: string;
  init: RequestInit;
}

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
const token = answer(200, { accessToken: 'T', expiresInSeconds: 60 });

/** A client whose calls are kept and answered by `reply`, tokens apart. */
function clientWith(reply: (sent: Sent) => Response | Promise<Response>, deadlineMs = 1_000) {
  const sent: Sent[] = [];
  let nowMs = 0;
  const client = createApiClient({
    baseUrl: 'http://api.example',
    botClient: { id: 'bot', secret: 'secret' },
    deadlineMs,
    nowMs: () => nowMs,
    fetch: async (input, init = {}) => {
      const call = { url: input instanceof URL ? input.href : '', init };
      sent.push(call);
      return call.url.endsWith('/auth/chat/token') ? token.clone() : reply(call);
    },
  });
  return { client, sent, pass: (ms: number) => void (nowMs += ms) };
}
const doctor = { channel: 'SLACK', subject: 'U1' } as const;
const params = { id: '3b241101-e2bb-4255-8caf-4136c566a962' };

describe('the client', () => {
  it('mints a token for the one operation, and uses it again for a while', async () => {
    const { client, sent, pass } = clientWith(() => answer(200, { items: [], nextCursor: null }));
    const call = () => client.as(doctor).call(operations.listRooms, { query: { limit: 5 } });
    await call();
    await call();
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/v1/auth/chat/token',
      '/api/v1/rooms',
      '/api/v1/rooms',
    ]);
    expect(JSON.parse(sent[0]?.init.body as string)).toEqual({ ...doctor, operation: 'listRooms' });
    expect(sent[0]?.init.headers).toMatchObject({ authorization: 'Basic Ym90OnNlY3JldA==' });
    expect(sent[1]?.init.headers).toMatchObject({ authorization: 'Bearer T' });
    pass(50_000);
    await call();
    expect(sent).toHaveLength(5);
  });

  it('fills in path, query, body and key', async () => {
    const { client, sent } = clientWith(() => answer(202, { decisionId: params.id }));
    const result = await client
      .as(doctor)
      .call(operations.approveSession, { params, body: { version: 2 }, idempotencyKey: 'k' });
    expect(result).toEqual({ status: 202, body: { decisionId: params.id } });
    expect(sent[1]?.url).toBe(`http://api.example/api/v1/sessions/${params.id}/approve`);
    expect(sent[1]?.init).toMatchObject({ method: 'POST', body: '{"version":2}' });
    expect(sent[1]?.init.headers).toMatchObject({ 'idempotency-key': 'k' });
  });

  it("speaks in the bot's own name where that is asked for", async () => {
    const linked = { link: { id: params.id, channel: 'SLACK', subject: 'U1', linkedAt: '2027-03-01T08:00:00.000Z' } };
    const { client, sent } = clientWith(() => answer(200, { ...linked, fullName: 'Dr Layla Haddad' }));
    const body = { channel: 'SLACK', code: 'ABCD2345', slackUserId: 'U1' } as const;
    expect(await client.asBot.call(operations.linkChat, { body })).toMatchObject({ status: 200, body: linked });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe('http://api.example/api/v1/auth/chat/link');
    expect(sent[0]?.init).toMatchObject({ method: 'POST', body: JSON.stringify(body) });
    expect(sent[0]?.init.headers).toMatchObject({ authorization: 'Basic Ym90OnNlY3JldA==' });
  });

  it('passes on what the bot itself is refused, and asks only once', async () => {
    const problem = { code: 'rate_limited', detail: 'Too many', retryAfterSeconds: 60 };
    const { client, sent } = clientWith(() => answer(429, problem, { 'retry-after': '60' }));
    const body = { channel: 'SLACK', code: 'x', slackUserId: 'U1' } as const;
    await expect(client.asBot.call(operations.linkChat, { body })).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterSeconds: 60 },
    });
    expect(sent).toHaveLength(1);
  });

  it('throws the problem as a DomainError with its members', async () => {
    const details = { code: 'already_decided', detail: 'Too late', status: 409, sessionStatus: 'APPROVED' };
    const { client } = clientWith(() => answer(409, details));
    const call = client.as(doctor).call(operations.approveSession, { params });
    await expect(call).rejects.toMatchObject({
      code: 'already_decided',
      message: 'Too late',
      details: { sessionStatus: 'APPROVED' },
    });
  });

  it('takes one fresh token when the old one does not hold any more', async () => {
    let answers = 0;
    const { client, sent } = clientWith(() =>
      (answers += 1) === 1 ? answer(401, { code: 'unauthenticated', detail: 'x' }) : answer(200, {}),
    );
    await client.as(doctor).call(operations.getPolicy, {});
    expect(sent).toHaveLength(4);
  });

  it.each([
    ['a refused connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['a page of a proxy', () => new Response('<html>', { status: 502 })],
    ['an error of ours', () => answer(500, { code: 'internal_error' })],
  ])('is temporarily unavailable after %s', async (_name, reply) => {
    const { client } = clientWith(reply);
    await expect(client.as(doctor).call(operations.getPolicy, {})).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
  });

  it('gives up at the deadline', async () => {
    const hang = ({ init }: Sent): Promise<Response> =>
      new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    const { client } = clientWith(hang, 20);
    await expect(client.as(doctor).call(operations.getPolicy, {})).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
  });
});
