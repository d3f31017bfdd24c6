import { useId, type ReactNode } from 'react';

interface Props {
  label: string;
  on: boolean;
  /** A change is under way; the switch keeps the focus meanwhile. */
  busy?: boolean;
  hint?: ReactNode;
  onChange: (on: boolean) => void;
}

/** A switch that acts at once. */
export function SwitchField({ label, on, busy = false, hint, onChange }: Props) {
  const id = useId();
  return (
    <div className="switch-field">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-disabled={busy || undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          if (!busy) onChange(event.target.checked);
        }}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
