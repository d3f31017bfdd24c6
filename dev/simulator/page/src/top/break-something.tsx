import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import type { Trouble } from '../../../contract.js';
import { troublesRead } from '../data/reads.js';
import { PopUp } from '../ui/pop-up.js';
import { ReadState } from '../ui/read-state.js';
import { TroubleGroup } from './trouble-group.js';

const GROUPS: [Trouble['group'], string][] = [
  ['SMS', 'Text messages'],
  ['SLACK', 'Slack'],
  ['MAIL', 'Mail'],
  ['API', 'API'],
];

/** Switches that break something, by what they break. */
export function BreakSomething() {
  const troubles = useQuery(troublesRead);
  const count = troubles.data?.filter(({ on }) => on).length ?? 0;
  return (
    <DialogTrigger>
      <Button className="button warn">Break something{count > 0 && ` (${count} on)`}</Button>
      <PopUp placement="bottom end">
        <Dialog className="popover-body troubles">
          <Heading slot="title">Break something</Heading>
          <p className="hint">The clinic must get over all of these: nothing is lost, nothing is sent twice.</p>
          <ReadState what="the switches" read={troubles} empty="Nothing can be broken here.">
            {(items) =>
              GROUPS.map(([group, title]) => (
                <TroubleGroup key={group} title={title} troubles={items.filter((item) => item.group === group)} />
              ))
            }
          </ReadState>
        </Dialog>
      </PopUp>
    </DialogTrigger>
  );
}
