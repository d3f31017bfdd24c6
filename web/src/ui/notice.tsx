import type { ReactNode } from 'react';

/** Something to know. Trouble is announced at once, the rest when there is time. */
export function Notice({ kind, children }: { kind: 'good' | 'trouble' | 'info'; children: ReactNode }) {
  return (
    <div className={`notice ${kind}`} role={kind === 'trouble' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
