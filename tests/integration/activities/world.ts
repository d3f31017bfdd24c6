import { randomUUID } from 'node:crypto';
import { createActivities, type Activities } from '../../../activities/index.js';
import { MailRefused, type Mail } from '../../../activities/delivery-email.js';
import { SmsRefused } from '../../../activities/sms-provider.js';
import { SlackRefused, type SlackContent, type SlackPlace } from '../../../activities/delivery-slack.js';
import { systemActor } from '../../../domain/actor.js';
import { createDatabase } from '../../../prisma/client.js';
import type { SendOptions, SessionClient } from '../../../workflows/session/client.js';
import type { BookingRequest, PatientReplyMessage } from '../../../workflows/session/contract.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

export const TEST_ACCOUNT_TOKEN_KEY = Buffer.alloc(32, 5).toString('base64');

type Trouble = 'LOST_ANSWER' | 'REFUSED' | null;

/** Providers in memory: they keep what they accepted, and answer badly on demand. */
export interface FakeProviders {
  texts: { to: string; body: string; providerId: string }[];
  posts: { place: SlackPlace; content: SlackContent; notificationId: string; edits: number }[];
  mails: Mail[];
  trouble: Trouble;
  /** Runs when a card has been accepted and before the answer arrives. */
  whilePosting: () => Promise<void>;
}

export interface SentReply {
  sessionId: string;
  message: PatientReplyMessage;
  options: SendOptions | undefined;
}

export interface ActivityWorld extends AsyncDisposable {
  db: TestDatabase;
  clinic: TestClinic;
  activities: Activities;
  providers: FakeProviders;
  now: Date;
  /** Account mails that were handed to their workflows, by id. */
  startedMails: string[];
  /** Text messages that were handed to their workflows, in order. */
  startedTexts: [inboundId: string, providerMessageId: string][];
  /** Versions of the policy of which open sessions are being told. */
  toldPolicies: number[];
  /** Sessions that were told of a version. */
  policySignals: { sessionId: string; version: number }[];
  /** Answers that were handed to sessions' workflows. */
  replies: SentReply[];
  /** The next answer is taken, and its sender does not hear of it. */
  loseNextReply(): void;
  /** From now on no session has a running workflow. */
  endWorkflows(): void;
  request(wanted: Partial<BookingRequest>): BookingRequest;
  book(wanted?: Partial<BookingRequest>): ReturnType<Activities['book']>;
  rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]>;
  /** Written past all rules, as only a test may. */
  owner(sql: string): Promise<void>;
}

/** The real activities over a real database, with providers that are ours. */
export async function createActivityWorld(): Promise<ActivityWorld> {
  const db = await openTestDatabase();
  const clinic = await seedClinic(db);
  const providers: FakeProviders = {
    texts: [],
    posts: [],
    mails: [],
    trouble: null,
    whilePosting: () => Promise.resolve(),
  };
  const now = new Date();
  const workflows = fakeWorkflows();
  const startedMails: string[] = [];
  const startedTexts: ActivityWorld['startedTexts'] = [];
  const toldPolicies: number[] = [];
  const activities = createActivities({
    db: db.worker,
    sessions: workflows.client,
    sessionRuns: { batches: async function* () {}, abandon: () => Promise.resolve() },
    accountMails: { deliver: async (mailId) => void startedMails.push(mailId) },
    leaves: { carryOut: () => Promise.resolve() },
    inbound: { handle: async (...text) => void startedTexts.push(text) },
    policyChanges: { tell: async (version) => void toldPolicies.push(version) },
    accountTokenKey: TEST_ACCOUNT_TOKEN_KEY,
    webPublicUrl: 'https://clinic.example',
    now: () => new Date(),
    telehealthBaseUrl: 'https://telehealth.example',
    secretaryChannelId: 'C-SECRETARIES',
    patientNamesInSlack: false,
    mailDomain: 'clinic.example',
    mailSender: 'desk@clinic.example',
    ...fakeGateways(providers),
  });
  const request = (wanted: Partial<BookingRequest>): BookingRequest => ({
    actor: actorOf('SECRETARY', clinic.secretary.userId),
    doctorId: clinic.doctors[0].id,
    patientId: clinic.patients[1].id,
    startsAt: atTen(now, 3),
    durationMinutes: 30,
    roomId: null,
    telehealth: false,
    visitReason: null,
    note: null,
    bodyHash: 'body',
    ...wanted,
  });
  return {
    db,
    clinic,
    activities,
    providers,
    now,
    startedMails,
    startedTexts,
    toldPolicies,
    policySignals: workflows.policySignals,
    replies: workflows.replies,
    loseNextReply: workflows.loseNextReply,
    endWorkflows: workflows.endWorkflows,
    request,
    book: (wanted = {}) =>
      activities.book({
        mode: 'book',
        sessionId: randomUUID(),
        request: request(wanted),
        validUntil: new Date(Date.now() + 10_000).toISOString(),
      }),
    rows: (sql, ...values) =>
      db.worker.withActor(systemActor('test'), (tx) => tx.$queryRawUnsafe<Record<string, unknown>[]>(sql, ...values)),
    async owner(sql) {
      const owner = await createDatabase({ url: db.ownerUrl, allowOwner: true, poolSize: 1 });
      try {
        await owner.withActor(systemActor('test/owner'), (tx) => tx.$executeRawUnsafe(sql));
      } finally {
        await owner.close();
      }
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

/** Ten o'clock UTC, inside the test clinic's hours in winter and summer, some days ahead. */
export function atTen(now: Date, days: number): string {
  return `${new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T10:00:00.000Z`;
}

function fakeGateways(providers: FakeProviders) {
  const lost = (): Error => new Error('socket hang up');
  return {
    sms: {
      send({ to, body }: { to: string; body: string }) {
        if (providers.trouble === 'REFUSED') return Promise.reject(new SmsRefused('21610'));
        const text = { to, body, providerId: `SM${randomUUID()}` };
        providers.texts.push(text);
        if (providers.trouble === 'LOST_ANSWER') return Promise.reject(lost());
        return Promise.resolve({ providerId: text.providerId });
      },
      find: ({ to, body }: { to: string; body: string }) =>
        Promise.resolve(providers.texts.find((text) => text.to === to && text.body === body) ?? null),
    },
    mail: {
      send(mail: Mail) {
        if (providers.trouble === 'REFUSED') return Promise.reject(new MailRefused('550'));
        providers.mails.push(mail);
        return providers.trouble === 'LOST_ANSWER' ? Promise.reject(lost()) : Promise.resolve();
      },
    },
    slack: {
      openDirectMessage: (slackUserId: string) => Promise.resolve(`D-${slackUserId}`),
      async post(channelId: string, content: SlackContent, notificationId: string) {
        if (providers.trouble === 'REFUSED') throw new SlackRefused('user_disabled');
        const place = { channelId, ts: `${Date.now()}.${providers.posts.length}` };
        providers.posts.push({ place, content, notificationId, edits: 0 });
        await providers.whilePosting();
        if (providers.trouble === 'LOST_ANSWER') throw lost();
        return place;
      },
      find: (_channelId: string, notificationId: string) =>
        Promise.resolve(providers.posts.find((post) => post.notificationId === notificationId)?.place ?? null),
      update(place: SlackPlace, content: SlackContent) {
        const post = providers.posts.find((candidate) => candidate.place.ts === place.ts);
        if (post) Object.assign(post, { content, edits: post.edits + 1 });
        return Promise.resolve();
      },
    },
  };
}

function fakeWorkflows() {
  const replies: SentReply[] = [];
  const policySignals: ActivityWorld['policySignals'] = [];
  let losing = false;
  let ended = false;
  const never = (): Promise<never> => Promise.reject(new Error('Not part of this test.'));
  const client: SessionClient = {
    book: never,
    decide: never,
    cancel: never,
    move: never,
    close: never,
    correct: never,
    deliver: never,
    resume: never,
    policyChanged(sessionId, { version }) {
      policySignals.push({ sessionId, version });
      return Promise.resolve('SENT');
    },
    reply(sessionId, message, options) {
      if (ended && !options?.resume) return Promise.resolve('ENDED');
      replies.push({ sessionId, message, options });
      const lost = losing;
      losing = false;
      return lost ? Promise.reject(new Error('socket hang up')) : Promise.resolve('SENT');
    },
  };
  return {
    client,
    replies,
    policySignals,
    loseNextReply: () => void (losing = true),
    endWorkflows: () => void (ended = true),
  };
}
