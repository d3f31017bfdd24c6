import type { ReactNode } from 'react';
import type { PanelName } from '../stage/stage.js';

interface Props {
  name: PanelName;
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** One of the page's regions, with its heading. */
export function Panel({ name, title, aside, children }: Props) {
  const id = `panel-${name}`;
  return (
    <section className={`panel panel-${name}`} aria-labelledby={id}>
      <header className="panel-header">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      <div className="panel-body">{children}</div>
    </section>
  );
}
