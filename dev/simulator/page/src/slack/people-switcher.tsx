import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { useState } from 'react';
import type { SlackPerson } from '../../../contract.js';
import { useSetting } from '../stage/use-setting.js';
import { Avatar } from '../ui/avatar.js';
import { PopUp } from '../ui/pop-up.js';
import { UnreadMark } from '../ui/unread-mark.js';
import { PersonRow } from './person-row.js';
import { roleWords } from './role-words.js';
import { useUnreadMessages } from './use-unread-messages.js';

/** Who I am now, and everybody I can be. */
export function PeopleSwitcher({ person }: { person: SlackPerson }) {
  const { people } = useSetting();
  const unread = useUnreadMessages();
  const [open, setOpen] = useState(false);
  const elsewhere = people.filter(({ id }) => id !== person.id).reduce((sum, { id }) => sum + unread(id), 0);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className="who">
        <Avatar name={person.fullName} />
        <span className="who-words">
          <span className="hint">You are</span>
          <span className="who-name">
            {person.fullName} <span className="role">{roleWords(person.role)}</span>
          </span>
        </span>
        <UnreadMark count={elsewhere} />
        <span className="visually-hidden">, be somebody else</span>
        <span aria-hidden="true">▾</span>
      </Button>
      <PopUp placement="bottom end">
        <Dialog className="popover-body people" aria-label="People in this workspace">
          <ul className="plain-list">
            {people.map((each) => (
              <li key={each.id}>
                <PersonRow
                  person={each}
                  current={each.id === person.id}
                  unread={unread(each.id)}
                  onDone={() => setOpen(false)}
                />
              </li>
            ))}
          </ul>
        </Dialog>
      </PopUp>
    </DialogTrigger>
  );
}
