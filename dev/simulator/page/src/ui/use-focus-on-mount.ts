import { useEffect, useRef, type RefObject } from 'react';

/** Moves the focus to what was just opened, unless the person is writing somewhere; `always` even then. */
export function useFocusOnMount<T extends HTMLElement>(always = false): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const { activeElement } = document;
    const writes = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement;
    if (always || !writes) ref.current?.focus({ preventScroll: true });
  }, [always]);
  return ref;
}
