import type { ReactNode } from 'react';

/** Where a list has nothing; an outage is never shown like this. */
export function EmptyState({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>;
}
