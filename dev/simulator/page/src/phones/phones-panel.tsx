import { useQuery } from '@tanstack/react-query';
import type { Phone } from '../../../contract.js';
import { phonesRead } from '../data/reads.js';
import { useStage } from '../stage/use-stage.js';
import { EmptyNote } from '../ui/empty-note.js';
import { Panel } from '../ui/panel.js';
import { ReadState } from '../ui/read-state.js';
import { PhoneList } from './phone-list.js';
import { PhoneScreen } from './phone-screen.js';

/** Patients' phones: the list, and the one that is open. */
export function PhonesPanel() {
  const phones = useQuery(phonesRead);
  const { stage } = useStage();
  return (
    <Panel name="phones" title="Patients’ phones">
      <ReadState what="the phones" read={phones} empty="No patient has a phone yet.">
        {(items) => <Phones phones={items} open={items.find(({ number }) => number === stage.phone)} />}
      </ReadState>
    </Panel>
  );
}

function Phones({ phones, open }: { phones: Phone[]; open: Phone | undefined }) {
  return (
    <div className="split" data-open={open !== undefined}>
      <div className="split-list">
        <PhoneList phones={phones} openNumber={open?.number ?? null} />
      </div>
      <div className="split-detail">
        {open ? <PhoneScreen key={open.number} phone={open} /> : <EmptyNote>Choose a phone to look at it.</EmptyNote>}
      </div>
    </div>
  );
}
