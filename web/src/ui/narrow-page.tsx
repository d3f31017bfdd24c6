import type { ReactNode } from 'react';
import { PageHeading } from './page-heading.js';

/** A page with one thing to do. */
export function NarrowPage({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className="narrow card">
      <PageHeading>{title}</PageHeading>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}
