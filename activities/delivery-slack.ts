import { systemActor } from '../domain/actor.js';
import { doctorCard } from '../domain/chat/card.js';
import { secretaryOutcome } from '../domain/chat/outcome.js';
import type { Database } from '../prisma/actor.js';
import { beginDelivery, deliveryContext, type DeliveryContext } from '../prisma/stores/delivery-store.js';
import { failed, sent, suppressed, type SendGuard, type Settlement } from './settlement.js';
import { cardView, isAboutSession, type SessionContext } from './card-view.js';

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
 * Cards and outcomes. The card is always rendered from the row, and rendered again while the row's version rises, so
 * that neither a late edit nor a "working…" note stays.
 */
export function createSlackDelivery(deps: SlackDeps) {
  const view = (context: SessionContext) =>
    cardView(context, { nowMs: deps.now().getTime(), showPatientName: deps.patientNamesInSlack });

  async function postOnce(
    context: DeliveryContext,
    channelId: string,
    content: SlackContent,
    guard: SendGuard,
  ): Promise<Settlement> {
    const { id } = context.notification;
    const { attempts } = await deps.db.withActor(systemActor(`notification/${id}`), (tx) =>
      beginDelivery(tx, { notificationId: id, address: channelId, body: null, subject: null, prompt: null }),
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
    if (context.notification.recipient === 'SECRETARIES') {
      return postOnce(
        context,
        deps.secretaryChannelId,
        secretaryOutcome(view(context), context.notification.kind),
        guard,
      );
    }
    const { kind } = context.notification;
    // Who had agreed to come is told; a request that was still open just changes its card.
    const isNews = isFirstCard(context) || (kind === 'CANCELLED' && context.session.decidedAt !== null);
    if (!isNews) {
      return context.card ? sent(`${context.card.channelId}:${context.card.ts}`) : suppressed('no_card');
    }
    if (context.doctor.slackUserId === null) return suppressed('no_slack_user');
    const channelId = await deps.slack.openDirectMessage(context.doctor.slackUserId);
    const content = kind === 'BOOKED' ? doctorCard(view(context)) : secretaryOutcome(view(context), kind);
    return postOnce(context, channelId, content, guard);
  }

  /** Renders the card again until what it shows is the row's current version. */
  async function refresh(delivered: DeliveryContext): Promise<void> {
    const { notification, session } = delivered;
    if (notification.channel !== 'SLACK' || notification.recipient !== 'DOCTOR') return;
    const postedJustNow = isFirstCard(delivered) && notification.attempts === 0;
    let shown = postedJustNow ? session?.version : undefined;
    for (;;) {
      const context = await deps.db.withActor(systemActor(`notification/${notification.id}`), (tx) =>
        deliveryContext(tx, notification.id),
      );
      if (!context?.card || !isAboutSession(context) || context.session.version === shown) return;
      try {
        await deps.slack.update(context.card, doctorCard(view(context)));
      } catch (error) {
        // A card that somebody deleted shows nothing wrong.
        if (error instanceof SlackRefused) return;
        throw error;
      }
      shown = context.session.version;
    }
  }

  return { deliver, refresh };
}

/** A request of a later version has its card already, or gets it as it is by then. */
function isFirstCard({ notification }: DeliveryContext): boolean {
  return notification.kind === 'BOOKED' && notification.sessionVersion === 1;
}
