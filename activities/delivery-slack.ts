import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import {
  beginDelivery,
  deliveryContext,
  type DeliveryContext,
  type PostedCard,
} from '../prisma/stores/delivery-store.js';
import { failed, sent, suppressed, type SendGuard, type Settlement } from './settlement.js';
import { isAboutSession, type SessionContext } from './card-view.js';
import { newsFor, renderCard, renderOutcome, type RenderOptions } from './delivery-cards.js';
import { isOvertaken } from './delivery-overtaken.js';

/** A message's place in Slack. */
export interface SlackPlace {
  channelId: string;
  ts: string;
}

export interface SlackContent {
  text: string;
  blocks: unknown[];
}

/** Slack's final no, with its own code: a channel or a person that is not there any more. */
export class SlackRefused extends Error {
  constructor(readonly slackCode: string) {
    super(`Slack refuses the message (${slackCode}).`);
    this.name = 'SlackRefused';
  }
}

/** Slack, by the words we need. Errors: `SlackRefused` is final, everything else is worth another attempt. `find` asks for a message by the notification id in its metadata. */
export interface SlackGateway {
  openDirectMessage(slackUserId: string): Promise<string>;
  post(channelId: string, content: SlackContent, notificationId: string): Promise<SlackPlace>;
  find(channelId: string, notificationId: string): Promise<SlackPlace | null>;
  update(place: SlackPlace, content: SlackContent): Promise<void>;
}

export interface SlackDeps {
  db: Database;
  slack: SlackGateway;
  secretaryChannelId: string;
  patientNamesInSlack: boolean;
  now: () => Date;
}

/**
 * Cards and outcomes. Cards are always rendered from the row, and rendered again while the row's version rises, so that
 * neither a late edit nor a "working…" note stays.
 */
export function createSlackDelivery(deps: SlackDeps) {
  const options = (): RenderOptions => ({ nowMs: deps.now().getTime(), showPatientName: deps.patientNamesInSlack });

  async function postOnce(
    context: DeliveryContext,
    { channelId, content, card }: { channelId: string; content: SlackContent; card: { doctorId: string } | null },
    guard: SendGuard,
  ): Promise<Settlement> {
    const { id } = context.notification;
    const { attempts } = await deps.db.withActor(systemActor(`notification/${id}`), (tx) =>
      beginDelivery(tx, { notificationId: id, address: channelId, body: null, subject: null, card }),
    );
    const earlier = attempts > 1 ? await deps.slack.find(channelId, id) : null;
    if (earlier === null) guard();
    const place = earlier ?? (await deps.slack.post(channelId, content, id));
    return sent(`${place.channelId}:${place.ts}`);
  }

  async function deliver(context: DeliveryContext, guard: SendGuard): Promise<Settlement> {
    try {
      return await attempt(context, guard);
    } catch (error) {
      if (error instanceof SlackRefused) return failed(error.slackCode);
      throw error;
    }
  }

  async function attempt(context: DeliveryContext, guard: SendGuard): Promise<Settlement> {
    if (!isAboutSession(context)) return suppressed('no_session');
    if (context.notification.recipient === 'DOCTOR') return tellDoctor(context, guard);
    if (context.notification.kind === 'OVERDUE' && isOvertaken(context)) return suppressed('overtaken');
    const content = renderOutcome(context, options());
    return postOnce(context, { channelId: deps.secretaryChannelId, content, card: null }, guard);
  }

  async function tellDoctor(context: SessionContext, guard: SendGuard): Promise<Settlement> {
    const { notification, addressee, cards } = context;
    const news = newsFor(context);
    if (news === null) {
      const card = cards.at(-1);
      return card ? sent(`${card.channelId}:${card.ts}`) : suppressed('no_card');
    }
    if (isOvertaken(context)) return suppressed('overtaken');
    if (addressee === null || addressee.slackUserId === null) return suppressed('no_slack_user');
    const channelId = await deps.slack.openDirectMessage(addressee.slackUserId);
    if (news === 'NOTE')
      return postOnce(context, { channelId, content: renderOutcome(context, options()), card: null }, guard);
    const card = { kind: notification.kind, doctorId: addressee.id };
    return postOnce(context, { channelId, content: renderCard(context, card, options()), card }, guard);
  }

  /** Renders the cards again until what they show is the row's current version. */
  async function refresh(delivered: DeliveryContext): Promise<void> {
    const { notification, session } = delivered;
    if (notification.channel !== 'SLACK' || notification.recipient !== 'DOCTOR') return;
    // One that was posted just now shows what was read for it.
    const fresh = notification.attempts === 0 && notification.status === 'QUEUED' ? notification.id : null;
    let shown: number | null = null;
    for (;;) {
      const context = await deps.db.withActor(systemActor(`notification/${notification.id}`), (tx) =>
        deliveryContext(tx, notification.id),
      );
      if (context === null || !isAboutSession(context) || context.session.version === shown) return;
      const isFirstRound = shown === null && context.session.version === session?.version;
      const stale = context.cards.filter(({ notificationId }) => !(isFirstRound && notificationId === fresh));
      if (stale.length === 0) return;
      for (const card of stale) await redraw(context, card);
      shown = context.session.version;
    }
  }

  async function redraw(context: SessionContext, card: PostedCard): Promise<void> {
    try {
      await deps.slack.update(card, renderCard(context, card, options()));
    } catch (error) {
      // A card that somebody deleted shows nothing wrong.
      if (!(error instanceof SlackRefused)) throw error;
    }
  }

  return { deliver, refresh };
}
