import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { ErrorState } from './error-state.js';
import { LoadingState } from './loading-state.js';

/** What an infinite query tells of itself. */
export interface Paging {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

interface Props {
  count: number;
  keyOf: (at: number) => string | number;
  row: (at: number) => ReactNode;
  paging?: Paging | undefined;
}

const USUAL_ROW_PX = 64;
const BEYOND_SIGHT = 8;
/** So many rows before the end the next page is asked for. */
const AHEAD = 30;

/** The rows in sight of the window, at their places. */
export function VirtualRows({ count, keyOf, row, paging }: Props) {
  const body = useRef<HTMLDivElement>(null);
  const [topPx, setTopPx] = useState(0);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => USUAL_ROW_PX,
    overscan: BEYOND_SIGHT,
    scrollMargin: topPx,
    getItemKey: keyOf,
    useFlushSync: false,
  });
  // What stands above may grow and shrink, and the page with it.
  useLayoutEffect(() => {
    const measure = (): void => setTopPx(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    measure();
    return () => observer.disconnect();
  }, []);
  const items = virtual.getVirtualItems();
  useNextPage(paging, (items.at(-1)?.index ?? 0) >= count - AHEAD);
  return (
    <>
      <div role="rowgroup" ref={body} className="data-body" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ key, index, start }) => (
          <div
            role="row"
            aria-rowindex={index + 2}
            className="data-row"
            key={key}
            data-index={index}
            ref={virtual.measureElement}
            style={{ transform: `translateY(${start - topPx}px)` }}
          >
            {row(index)}
          </div>
        ))}
      </div>
      {paging?.isFetchingNextPage && <LoadingState />}
      {paging?.isFetchNextPageError && <ErrorState error={paging.error} onRetry={() => void paging.fetchNextPage()} />}
    </>
  );
}

function useNextPage(paging: Paging | undefined, isNear: boolean): void {
  const isDue = isNear && paging?.hasNextPage && !paging.isFetchingNextPage && !paging.isFetchNextPageError;
  const fetchNextPage = paging?.fetchNextPage;
  useEffect(() => {
    if (isDue) fetchNextPage?.();
  }, [isDue, fetchNextPage]);
}
