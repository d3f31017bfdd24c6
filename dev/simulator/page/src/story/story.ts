import type { SessionLine } from '../../../contract.js';

/** How far the story has come, from what the server tells and nothing else. */
export interface Story {
  /** The session that was booked last since the story began; null while there is none. */
  session: SessionLine | null;
  booked: boolean;
  approved: boolean;
  answered: boolean;
  /** Where the story took another way, in one sentence; null while it is on its way. */
  detour: string | null;
}

/** `sinceMs` is when the story began. */
export function readStory(sessions: SessionLine[], sinceMs: number): Story {
  const session =
    sessions
      .filter(({ createdAt }) => Date.parse(createdAt) >= sinceMs)
      .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))[0] ?? null;
  if (session === null) return { session, booked: false, approved: false, answered: false, detour: null };
  const approved = session.status === 'APPROVED' || session.status === 'COMPLETED';
  return {
    session,
    booked: true,
    approved,
    answered: approved && session.attendance === 'CONFIRMED',
    detour: detourOf(session),
  };
}

function detourOf({ status, attendance, code, doctor, patient }: SessionLine): string | null {
  if (status === 'REJECTED') return `${doctor} said no to ${code}. Book another one to go on.`;
  if (status === 'EXPIRED') return `Nobody decided about ${code} in time. Book another one to go on.`;
  if (status === 'CANCELLED') return `${code} was called off. Book another one to go on.`;
  if (attendance === 'DECLINED') return `${patient} cannot come to ${code}; the office has a task now.`;
  return null;
}
