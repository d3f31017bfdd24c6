import { useEffect, useRef, type RefObject } from 'react';

/** When a modal goes away, the focus that was in it returns to the composer. */
export function useFocusAfterModal(isOpen: boolean): RefObject<HTMLDivElement | null> {
  const page = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    const closed = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    if (closed && document.activeElement === document.body) {
      page.current?.querySelector<HTMLElement>('.composer input')?.focus();
    }
  }, [isOpen]);
  return page;
}
