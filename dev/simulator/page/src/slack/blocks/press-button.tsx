import { useState } from 'react';
import { useHost } from './block-host.js';
import type { ButtonPart } from './block-types.js';
import { ConfirmQuestion } from './confirm-question.js';

const STYLES = { primary: 'button primary', danger: 'button danger' };

/** A button of the bot's; asks first where the bot wants that. */
export function PressButton({ blockId, part }: { blockId: string; part: ButtonPart }) {
  const host = useHost();
  const [asking, setAsking] = useState(false);
  const busy = host.isBusy(blockId, part.action_id);
  const className = part.style ? STYLES[part.style] : 'button';
  const label = spokenLabel(part);
  const press = (): void => {
    setAsking(false);
    if (!busy) host.press(blockId, part);
  };
  if (part.url) {
    return (
      <a className={className} href={part.url} target="_blank" rel="noreferrer" aria-label={label} onClick={press}>
        {part.text.text}
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label}
        aria-busy={busy}
        aria-disabled={busy || undefined}
        data-action={part.action_id}
        onClick={part.confirm ? () => setAsking(true) : press}
      >
        {part.text.text}
      </button>
      {part.confirm && asking && (
        <ConfirmQuestion words={part.confirm} onConfirm={press} onDeny={() => setAsking(false)} />
      )}
    </>
  );
}

/** Whoever speaks to the page says what is written on the button, so its name begins with that. */
function spokenLabel({ accessibility_label: label, text }: ButtonPart): string | undefined {
  if (label === undefined || label.toLowerCase().includes(text.text.toLowerCase())) return label;
  return `${text.text}: ${label}`;
}
