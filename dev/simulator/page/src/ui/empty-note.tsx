import type { ReactNode } from 'react';

/** Says that there is nothing, and what would bring something. */
export function EmptyNote({ children }: { children: ReactNode }) {
  return <div className="note empty">{children}</div>;
}
