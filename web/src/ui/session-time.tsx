import { useMemo } from 'react';
import { useMe } from '../api/me.js';
import { usableZone } from '../settings/time-zones.js';
import { useSpeech, useWords } from '../words/use-words.js';
import { isSameClock, whenText } from './time-text.js';

interface Props {
  startsAt: string;
  endsAt: string | null;
  /** The clinic's. */
  timeZone: string;
}

/** When a session is: on the clinic's clock, and for a patient whose clock shows something else on theirs too. */
export function SessionTime({ startsAt, endsAt, timeZone: wanted }: Props) {
  const { language } = useSpeech();
  const { time } = useWords();
  const { data: me } = useMe();
  const ownZone = me?.role === 'PATIENT' ? me.timeZone : null;
  // Making formats is what takes long in a list.
  const { there, here } = useMemo(() => {
    const timeZone = usableZone(wanted);
    const own = usableZone(ownZone, timeZone);
    const spoken = (zone: string): string => whenText(startsAt, endsAt, { timeZone: zone, language });
    return { there: spoken(timeZone), here: isSameClock(startsAt, timeZone, own) ? null : spoken(own) };
  }, [startsAt, endsAt, wanted, ownZone, language]);
  return (
    <span className="session-time">
      <time dateTime={startsAt}>{there}</time>
      {here && <span className="hint">{time.yours(here)}</span>}
    </span>
  );
}
