import { useEffect, useState } from 'react';

/** Whether an instant has passed; changes by itself when it does. */
export function useIsPast(instant: string | undefined): boolean {
  const [pastInstant, setPastInstant] = useState<string>();
  useEffect(() => {
    if (instant === undefined) return;
    const timer = setTimeout(() => setPastInstant(instant), Math.max(0, Date.parse(instant) - Date.now()));
    return () => clearTimeout(timer);
  }, [instant]);
  return instant !== undefined && pastInstant === instant;
}
