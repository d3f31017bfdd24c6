import { useQuery } from '@tanstack/react-query';
import type { MailSummary } from '../../../contract.js';
import { mailRead } from '../data/reads.js';
import { useStage } from '../stage/use-stage.js';
import { EmptyNote } from '../ui/empty-note.js';
import { Panel } from '../ui/panel.js';
import { ReadState } from '../ui/read-state.js';
import { MailList } from './mail-list.js';
import { MailReader } from './mail-reader.js';

/** All mail that the clinic sent, and the one that is open. */
export function MailPanel() {
  const mail = useQuery(mailRead);
  const { stage } = useStage();
  return (
    <Panel name="mail" title="Mailbox">
      <ReadState what="the mailbox" read={mail} empty="No mail yet. Patients get one when a session is booked.">
        {(items) => <Letters letters={items} open={items.find(({ id }) => id === stage.letter)} />}
      </ReadState>
    </Panel>
  );
}

function Letters({ letters, open }: { letters: MailSummary[]; open: MailSummary | undefined }) {
  return (
    <div className="split" data-open={open !== undefined}>
      <div className="split-list">
        <MailList letters={letters} openId={open?.id ?? null} />
      </div>
      <div className="split-detail">
        {open ? <MailReader key={open.id} summary={open} /> : <EmptyNote>Choose a mail to read it.</EmptyNote>}
      </div>
    </div>
  );
}
