import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { useSetting } from '../stage/use-setting.js';
import { PopUp } from '../ui/pop-up.js';

/** Where else one can look. */
export function ElsewhereLinks() {
  const { links } = useSetting();
  const all: [string, string | null][] = [
    ['Temporal’s own page', links.temporal],
    ['The API’s contract', links.api],
    ['The mailbox’s own page', links.mailbox],
    ['Slack’s stand-in', links.slack],
    ['Twilio’s stand-in', links.twilio],
  ];
  return (
    <DialogTrigger>
      <Button className="button">Look behind</Button>
      <PopUp placement="bottom end">
        <Dialog className="popover-body" aria-label="Look behind">
          <ul className="link-list">
            {all.map(([label, href]) => (
              <li key={label}>
                {href === null ? (
                  <span className="hint">{label} does not run here</span>
                ) : (
                  <a href={href} target="_blank" rel="noreferrer">
                    {label} <span aria-hidden="true">↗</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </Dialog>
      </PopUp>
    </DialogTrigger>
  );
}
