import { useEffect, useRef, useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';

interface Props {
  label: string;
  placeholder?: string;
  value: string;
  clear: string;
  onChange: (value: string) => void;
}

/** A pause after which somebody has finished typing, for now. */
const PAUSE_MS = 300;

/** What is typed counts after a short pause, or at once with Enter. */
export function SearchBox({ label, placeholder, value, clear, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const [told, setTold] = useState(value);
  const tell = (text: string): void => {
    setTold(text);
    onChange(text);
  };
  const latestTell = useRef(tell);
  useEffect(() => {
    latestTell.current = tell;
  });
  if (known !== value) {
    setKnown(value);
    // What was told from here comes back while somebody may be typing on.
    if (value !== told) setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => latestTell.current(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <SearchField className="field search" value={typed} onChange={setTyped} onSubmit={tell} onClear={() => tell('')}>
      <Label>{label}</Label>
      <div className="field-line">
        <Input className="input" placeholder={placeholder} autoComplete="off" spellCheck="false" />
        <Button className="search-clear" aria-label={clear}>
          ×
        </Button>
      </div>
    </SearchField>
  );
}
