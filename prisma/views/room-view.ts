import type { Tx } from '../actor.js';
import { decodeCursor, encodeCursor, toPage, type Page, type PageRequest } from './page.js';

export interface RoomView {
  id: string;
  name: string;
  location: string | null;
  active: boolean;
}

const SELECT = { id: true, name: true, location: true, active: true } as const;

/** Rooms by name. */
export async function listRooms(tx: Tx, page: PageRequest): Promise<Page<RoomView>> {
  const cursor = decodeCursor(page.cursor);
  const rows = await tx.room.findMany({
    where: cursor ? { OR: [{ name: { gt: cursor[0] } }, { name: cursor[0], id: { gt: cursor[1] } }] } : {},
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
    select: SELECT,
  });
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => encodeCursor(row.name, row.id),
  );
}

/** Null when there is none. */
export function readRoom(tx: Tx, roomId: string): Promise<RoomView | null> {
  return tx.room.findUnique({ where: { id: roomId }, select: SELECT });
}

/** Admins only. */
export function createRoom(tx: Tx, room: RoomView): Promise<RoomView> {
  return tx.room.create({ data: room, select: SELECT });
}

/** Admins only; null when there is no such room. */
export async function updateRoom(
  tx: Tx,
  roomId: string,
  change: Partial<Omit<RoomView, 'id'>>,
): Promise<RoomView | null> {
  const { count } = await tx.room.updateMany({ where: { id: roomId }, data: { ...change, version: { increment: 1 } } });
  return count === 0 ? null : readRoom(tx, roomId);
}
