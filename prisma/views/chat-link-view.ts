import type { Tx } from '../actor.js';
import { decodeCursor, encodeCursor, toPage, type Page, type PageRequest } from './page.js';

export interface ChatLinkView {
  id: string;
  channel: 'SLACK' | 'SMS';
  subject: string;
  linkedAt: string;
}

const isInstant = (key: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(key) && !Number.isNaN(Date.parse(key));

/** The chat identities that may act for a person, oldest first. Others' are visible to admins only. */
export async function listChatLinks(tx: Tx, userId: string, page: PageRequest): Promise<Page<ChatLinkView>> {
  const cursor = decodeCursor(page.cursor, isInstant);
  const after = cursor && { at: new Date(cursor[0]), id: cursor[1] };
  const rows = await tx.chatIdentity.findMany({
    where: {
      userId,
      revokedAt: null,
      ...(after && { OR: [{ verifiedAt: { gt: after.at } }, { verifiedAt: after.at, id: { gt: after.id } }] }),
    },
    orderBy: [{ verifiedAt: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
    select: { id: true, channel: true, subject: true, verifiedAt: true },
  });
  return toPage(
    rows,
    page.limit,
    ({ id, channel, subject, verifiedAt }) => ({
      id,
      channel: channel as ChatLinkView['channel'],
      subject,
      linkedAt: verifiedAt.toISOString(),
    }),
    ({ verifiedAt, id }) => encodeCursor(verifiedAt.toISOString(), id),
  );
}
