import { useEffect, useRef, type RefObject } from 'react';

/** How far from the end still counts as being there. */
const NEAR_PX = 48;

/**
 * Keeps the newest entry of a list in sight: after each change of `key`, and when the list gets another height while its
 * end is shown.
 */
export function useScrollToEnd<T extends HTMLElement>(key: unknown): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    if (ref.current) scrollToEnd(ref.current);
  }, [key]);
  useEffect(() => {
    const list = ref.current;
    if (list === null) return;
    let atEnd = true;
    const onScroll = (): void => {
      atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
    };
    const observer = new ResizeObserver(() => atEnd && scrollToEnd(list));
    observer.observe(list);
    list.addEventListener('scroll', onScroll);
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', onScroll);
    };
  }, []);
  return ref;
}

function scrollToEnd(list: HTMLElement): void {
  list.scrollTop = list.scrollHeight;
}
