import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useWords } from '../words/use-words.js';

/** The location's key before anything was navigated to. */
const FIRST = 'default';

/** The page's one `h1`. It names the window, and takes the focus when the page was navigated to. */
export function PageHeading({ children }: { children: string }) {
  const { appName } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, pathname } = useLocation();
  // What changes in the address of one page, such as a filter, leaves the focus where it is.
  const shownPath = useRef(key === FIRST ? pathname : null);
  useEffect(() => {
    document.title = `${children} · ${appName}`;
  }, [children, appName]);
  useEffect(() => {
    if (shownPath.current === pathname) return;
    shownPath.current = pathname;
    heading.current?.focus();
  }, [pathname]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
