import { useClock } from './use-clock.js';

/** When something happened: the time, with its date where that is not today. */
export function Moment({ at }: { at: string }) {
  const clock = useClock();
  return (
    <time dateTime={at} title={`${clock.dateTime(at)} ${clock.zoneName(at)}`} className="moment">
      {clock.recent(at, Date.now())}
    </time>
  );
}
