import { useEffect, type RefObject } from 'react';

/**
 * When a view turns into another one and what had the focus is gone with the old one, its title gets it: keys such as
 * Escape still reach the view, and its name is read out.
 */
export function useFocusOnTurn(title: RefObject<HTMLElement | null>, hash: string): void {
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, [title, hash]);
}
