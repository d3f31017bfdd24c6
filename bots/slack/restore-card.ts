import { setTimeout as pause } from 'node:timers/promises';
import { operations } from '../../api/client/client.js';
import { doctorCard } from '../../domain/chat/card.js';
import { DomainError } from '../../domain/errors.js';
import type { Card, Click } from './click.js';
import { asSlackUser, type SlackDeps } from './deps.js';
import { sessionCardView, type ApiSession } from './session-card.js';

type CardDeps = Pick<SlackDeps, 'api' | 'slack' | 'background' | 'showPatientNames' | 'now'>;

const READ_DEADLINE_MS = 2_000;
const RECHECK_PAUSES_MS = [2_000, 4_000, 8_000, 16_000, 30_000];

/**
 * Takes "working…" off a card whose click came to nothing: the buttons come back, or, when the session has moved on, the
 * card as it is now. While the session cannot be read the buttons come back and it is looked at again later.
 */
export async function restoreCard(deps: CardDeps, click: Click): Promise<void> {
  const { card } = click;
  if (card === null) return;
  let shown: number | null = null;
  for (;;) {
    const session = await readSession(deps, click);
    if (session === 'NOT_THEIRS') return shown === null ? draw(deps, card, card) : undefined;
    if (session === 'UNKNOWN') {
      if (shown === null) await draw(deps, card, card);
      return recheckLater(deps, click);
    }
    if (session.version === shown) return;
    await draw(deps, card, contentOf(deps, click, card, session));
    shown = session.version;
  }
}

/** Draws the card from its row if the session has moved on since the click. */
export async function refreshIfChanged(deps: CardDeps, click: Click): Promise<boolean> {
  if (click.card === null) return true;
  const session = await readSession(deps, click);
  if (session === 'UNKNOWN') return false;
  if (session === 'NOT_THEIRS' || session.version === click.version) return true;
  await restoreCard(deps, click);
  return true;
}

function recheckLater(deps: CardDeps, click: Click): void {
  deps.background.run('recheck card', async (signal) => {
    for (const pauseMs of RECHECK_PAUSES_MS) {
      await pause(pauseMs, undefined, { signal });
      if (await refreshIfChanged(deps, click)) return;
    }
  });
}

async function readSession(deps: CardDeps, click: Click): Promise<ApiSession | 'UNKNOWN' | 'NOT_THEIRS'> {
  try {
    const call = { params: { id: click.sessionId }, deadlineMs: READ_DEADLINE_MS };
    return (await asSlackUser(deps, click.userId).call(operations.getSession, call)).body;
  } catch (error) {
    return error instanceof DomainError && error.code !== 'temporarily_unavailable' ? 'NOT_THEIRS' : 'UNKNOWN';
  }
}

/** The pressed card knows more than the API tells, so it is kept while it is still true. */
function contentOf(deps: CardDeps, click: Click, card: Card, session: ApiSession): Pick<Card, 'text' | 'blocks'> {
  if (session.version === click.version) return card;
  const nowMs = deps.now().getTime();
  return doctorCard(sessionCardView(session, { showPatientNames: deps.showPatientNames, nowMs }));
}

async function draw(deps: CardDeps, place: Card, { text, blocks }: Pick<Card, 'text' | 'blocks'>): Promise<void> {
  await deps.slack.chat.update({ channel: place.channelId, ts: place.ts, text, blocks: blocks as never });
}
