import { useQuery } from '@tanstack/react-query';
import type { MailSummary } from '../../../contract.js';
import { letterRead } from '../data/reads.js';
import { letterList } from '../seen/lists.js';
import { useMarkSeen } from '../seen/use-seen.js';
import { useStage } from '../stage/use-stage.js';
import { useVisible } from '../stage/use-visible.js';
import { Moment } from '../time/moment.js';
import { ReadState } from '../ui/read-state.js';
import { useFocusOnMount } from '../ui/use-focus-on-mount.js';
import { MailTabs } from './mail-tabs.js';

/** One mail, opened. */
export function MailReader({ summary }: { summary: MailSummary }) {
  const { move } = useStage();
  const letter = useQuery(letterRead(summary.id));
  const heading = useFocusOnMount<HTMLHeadingElement>();
  useMarkSeen(letterList(summary.id), summary.at, useVisible('mail'));
  return (
    <article className="letter" aria-label={summary.subject}>
      <header className="letter-header">
        <button type="button" className="button small back" onClick={() => move({ type: 'OPEN_LETTER', id: null })}>
          <span aria-hidden="true">‹</span> All mail
        </button>
        <h3 ref={heading} tabIndex={-1}>
          {summary.subject}
        </h3>
        <p className="hint">
          {letter.data && <>from {letter.data.from}, </>}to {summary.to} · <Moment at={summary.at} />
        </p>
      </header>
      <ReadState what="this mail" read={letter} isEmpty={() => false}>
        {(mail) => <MailTabs mail={mail} />}
      </ReadState>
    </article>
  );
}
