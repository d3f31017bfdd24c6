import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { NavLink } from 'react-router';
import type { Role } from '../../../domain/actor.js';
import { useWords } from '../words/use-words.js';
import { PLACES } from './navigation.js';

/** The places of a role: side by side where there is room, else behind a button. */
export function AreaNav({ role }: { role: Role }) {
  const { nav } = useWords();
  return (
    <>
      <nav className="area-nav" aria-label={nav.label}>
        <PlaceLinks role={role} />
      </nav>
      <DialogTrigger>
        <Button className="header-button icon area-menu" aria-label={nav.menu}>
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" stroke="currentColor" strokeWidth="2">
            <path strokeLinecap="round" d="M4 7h16M4 12h16M4 17h16" />
          </svg>
        </Button>
        <Popover className="menu" placement="bottom end">
          <Dialog className="menu-inner" aria-label={nav.menu}>
            {({ close }) => (
              <nav aria-label={nav.label}>
                <PlaceLinks role={role} onGo={close} />
              </nav>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
    </>
  );
}

function PlaceLinks({ role, onGo }: { role: Role; onGo?: () => void }) {
  const { nav } = useWords();
  return PLACES[role].map(({ to, words, isExact = false }) => (
    <NavLink key={to} to={to} end={isExact} className="header-link" onClick={onGo}>
      {nav[words].name}
    </NavLink>
  ));
}
