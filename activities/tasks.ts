import { systemActor } from '../domain/actor.js';
import { taskPost as renderPost } from '../domain/chat/task-post.js';
import { beginDelivery, settleDelivery } from '../prisma/stores/delivery-store.js';
import { taskPost, taskShown, type TaskPost } from '../prisma/stores/task-store.js';
import { SlackRefused, type SlackContent, type SlackDeps, type SlackPlace } from './delivery-slack.js';
import { createSendGuard, failed, sent, suppressed, type SendGuard, type Settlement } from './settlement.js';

/** Tasks in the secretaries' channel: one post each, which shows the row as it is. */
export function createTaskActivities(deps: SlackDeps) {
  const actorFor = (taskId: string) => systemActor(`task/${taskId}`);
  const read = (taskId: string): Promise<TaskPost | null> =>
    deps.db.withActor(actorFor(taskId), (tx) => taskPost(tx, taskId));

  const settle = ({ task, notification }: TaskPost, settlement: Settlement): Promise<unknown> =>
    deps.db.withActor(actorFor(task.id), (tx) =>
      settleDelivery(tx, { notificationId: notification.id, ...settlement }),
    );

  /** After an unclear outcome Slack is asked whether it has the post before it is made again. True when it is the present one. */
  async function postOnce({ task, notification }: TaskPost, content: SlackContent, guard: SendGuard): Promise<Posted> {
    const { id } = notification;
    const channelId = deps.secretaryChannelId;
    const { attempts } = await deps.db.withActor(actorFor(task.id), (tx) =>
      beginDelivery(tx, { notificationId: id, address: channelId, body: null, subject: null }),
    );
    const earlier = attempts > 1 ? await deps.slack.find(channelId, id) : null;
    if (earlier !== null) return { place: earlier, isFresh: false };
    guard();
    return { place: await deps.slack.post(channelId, content, id), isFresh: true };
  }

  /** Posts the task; null where it was done before anybody saw it, or where Slack has no such channel. */
  async function post(current: TaskPost, guard: SendGuard): Promise<void> {
    if (current.task.state === 'DONE') return void (await settle(current, suppressed('overtaken')));
    const { place, isFresh } = await postOnce(current, contentOf(current, deps), guard);
    await settle(current, sent(`${place.channelId}:${place.ts}`));
    if (isFresh) await shown(current);
  }

  const shown = ({ task }: TaskPost): Promise<void> =>
    deps.db.withActor(actorFor(task.id), (tx) => taskShown(tx, { taskId: task.id, version: task.version }));

  async function edit(current: TaskPost, place: SlackPlace): Promise<void> {
    try {
      await deps.slack.update(place, contentOf(current, deps));
    } catch (error) {
      // A post that somebody deleted shows nothing wrong.
      if (!(error instanceof SlackRefused)) throw error;
    }
    await shown(current);
  }

  return {
    /** Posts the task, or edits its post, until what it shows is the row's current version. */
    async showTask(taskId: string): Promise<void> {
      const guard = createSendGuard(deps.now);
      for (;;) {
        const current = await read(taskId);
        if (current === null) return;
        const { status, providerId, shownVersion } = current.notification;
        const place = placeOf(providerId);
        if (status === 'QUEUED') {
          try {
            await post(current, guard);
          } catch (error) {
            if (!(error instanceof SlackRefused)) throw error;
            await settle(current, failed(error.slackCode));
          }
        } else if (place !== null && shownVersion !== current.task.version) {
          await edit(current, place);
        } else {
          return;
        }
      }
    },

    /** After a day of trying. */
    async abandonTaskPost(taskId: string): Promise<void> {
      const current = await read(taskId);
      if (current?.notification.status === 'QUEUED') await settle(current, failed('given_up'));
    },
  };
}

interface Posted {
  place: SlackPlace;
  /** Made just now, and so showing what was rendered. */
  isFresh: boolean;
}

function placeOf(providerId: string | null): SlackPlace | null {
  const [channelId, ts] = providerId?.split(':') ?? [];
  return channelId && ts ? { channelId, ts } : null;
}

function contentOf({ task, session, patientName, timeZone }: TaskPost, deps: SlackDeps): SlackContent {
  return renderPost({
    ...task,
    taskId: task.id,
    session,
    timeZone,
    patientName: deps.patientNamesInSlack ? patientName : null,
  });
}
