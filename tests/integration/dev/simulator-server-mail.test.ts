import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { mailboxSpec } from '../../../dev/mailbox.js';
import type { Mail, MailSummary } from '../../../dev/simulator/contract.js';
import { launch, type RunningProcess } from '../../../dev/supervisor/launch.js';
import { waitReady } from '../../../dev/supervisor/wait-ready.js';
import { sessionCalendar } from '../../../domain/notifications/calendar.js';
import { configFor, openGround, startSimulator, type Ground, type Simulator } from './simulator-server-world.js';

let ground: Ground;
let mailbox: RunningProcess;
let simulator: Simulator;

beforeAll(async () => {
  ground = await openGround();
  const { ports, dataDir } = ground;
  const spec = mailboxSpec({ smtpPort: ports.smtp, webPort: ports.mail, dataDir });
  mailbox = await launch(spec);
  await waitReady(spec, mailbox, async () => (await fetch(`http://127.0.0.1:${ports.mail}/api/healthz`)).ok, 20_000);
  simulator = await startSimulator(configFor(ground, {}));
}, 30_000);
afterAll(async () => {
  await simulator?.close();
  await mailbox?.stop();
  ground?.close();
});

async function send(mail: SendMailOptions): Promise<MailSummary> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: ground.ports.smtp, secure: false });
  await transport.sendMail({
    from: 'Elm Street Clinic <clinic@x.example>',
    to: { name: 'Sara Ali', address: 'sara@x.example' },
    ...mail,
  });
  transport.close();
  const { items } = await simulator.read<{ items: MailSummary[] }>('/sim/mail');
  return items[0]!;
}

const calendar = sessionCalendar({
  uid: 'u-1',
  domain: 'x.example',
  sequence: 2,
  method: 'REQUEST',
  startsAt: '2027-03-01T08:30:00.000Z',
  endsAt: '2027-03-01T09:00:00.000Z',
  summary: 'Elm Street Clinic',
  location: 'Room 1',
  description: 'HPK37',
  stampMs: 0,
});

describe('the mailbox', () => {
  test('shows a mail with its invitation, read and as sent', async () => {
    const summary = await send({
      subject: 'Approved',
      text: 'See you.',
      html: '<p style="color:red">See you.</p>',
      icalEvent: { method: 'REQUEST', content: calendar, filename: 'invite.ics' },
    });
    expect(summary).toMatchObject({
      to: 'Sara Ali <sara@x.example>',
      subject: 'Approved',
      hasInvitation: true,
      at: expect.stringMatching(/Z$/),
    });
    expect(await simulator.read<Mail>(`/sim/mail/${summary.id}`)).toMatchObject({
      ...summary,
      from: 'Elm Street Clinic <clinic@x.example>',
      text: expect.stringContaining('See you.'),
      hasHtml: true,
      invitation: {
        method: 'REQUEST',
        uid: 'u-1@x.example',
        sequence: 2,
        source: expect.stringContaining('BEGIN:VEVENT'),
      },
    });
  });

  test('shows the mail’s own HTML in a box that nothing comes out of', async () => {
    const summary = await send({ subject: 'Html', text: 'x', html: '<p style="color:red">Hello</p>' });
    const response = await simulator.get(`/sim/mail/${summary.id}/html`);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; img-src data:; .*sandbox$/);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).toContain('<p style="color:red">Hello</p>');
  });

  test('newest first, plain ones without a box', async () => {
    const summary = await send({ subject: 'Plain', text: 'Only words.' });
    const { items } = await simulator.read<{ items: MailSummary[] }>('/sim/mail');
    expect(items.map(({ subject }) => subject)).toEqual(['Plain', 'Html', 'Approved']);
    expect(await simulator.read<Mail>(`/sim/mail/${summary.id}`)).toMatchObject({ hasHtml: false, invitation: null });
    expect((await simulator.get(`/sim/mail/${summary.id}/html`)).status).toBe(404);
  });

  test('a mail that is not there', async () => {
    const response = await simulator.get('/sim/mail/none');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'This mail is not there any more.' });
  });
});

describe('the mailbox’s own page', () => {
  const origin = (): string => `http://127.0.0.1:${ground.ports.mail}`;
  const list = (headers: Record<string, string>): Promise<Response> => fetch(`${origin()}/api/email`, { headers });
  /** Whether a web socket opens, as a page of that origin asks for it. */
  const opens = (from: string): Promise<boolean> =>
    new Promise((resolve) => {
      const headers = {
        origin: from,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      };
      const asked = request(`${origin()}/socket.io/?EIO=4&transport=websocket`, { headers });
      asked.on('upgrade', (_response, socket) => {
        socket.destroy();
        resolve(true);
      });
      asked.on('response', () => resolve(false));
      asked.on('error', () => resolve(false));
      asked.end();
    });

  test('reads its mails, and no other site does', async () => {
    expect((await list({})).status).toBe(200);
    expect((await list({ origin: origin() })).status).toBe(200);
    expect((await list({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await list({ origin: 'http://127.0.0.1:1' })).status).toBe(403);
  });

  test('hears of new ones, and no other site does', async () => {
    expect(await opens(origin())).toBe(true);
    expect(await opens('http://evil.example')).toBe(false);
  });
});
