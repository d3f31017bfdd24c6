import type { ReactNode } from 'react';
import type { SlackPlace } from '../stage/stage.js';
import { useStage } from '../stage/use-stage.js';
import { UnreadMark } from '../ui/unread-mark.js';

interface Props {
  place: SlackPlace;
  current: boolean;
  unread: number;
  children: ReactNode;
}

export function SidebarLine({ place, current, unread, children }: Props) {
  const { move } = useStage();
  return (
    <button
      type="button"
      className={`sidebar-line ${unread > 0 ? 'is-unread' : ''}`}
      aria-current={current ? 'page' : undefined}
      onClick={() => move({ type: 'GO', place })}
    >
      <span className="sidebar-name">{children}</span>
      <UnreadMark count={unread} />
    </button>
  );
}
