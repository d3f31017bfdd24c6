import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useWords } from '../words/use-words.js';

/** The location's key before anything was navigated to. */
const FIRST = 'default';

/** The page's one `h1`. It names the window, and takes the focus when the page was navigated to. */
export function PageHeading({ children }: { children: string }) {
  const { appName } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    document.title = `${children} · ${appName}`;
  }, [children, appName]);
  useEffect(() => {
    if (key !== FIRST) heading.current?.focus();
  }, [key]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
