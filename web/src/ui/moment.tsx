import { useMe } from '../api/me.js';
import { deviceTimeZone, usableZone } from '../settings/time-zones.js';
import { useSpeech } from '../words/use-words.js';

const LOCALES = { en: 'en-GB', es: 'es-ES' } as const;
const DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

interface Props {
  at: string;
  /** A day alone needs no zone. */
  dayOnly?: boolean;
  /** Instead of the person’s own, such as the clinic’s for staff. */
  timeZone?: string | undefined;
}

/** An instant where the person is, with the zone. */
export function Moment({ at, dayOnly = false, timeZone: wanted }: Props) {
  const { language } = useSpeech();
  const { data: me } = useMe();
  const timeZone = usableZone(wanted, me?.timeZone, deviceTimeZone());
  const format = new Intl.DateTimeFormat(LOCALES[language], { ...DAY, ...(dayOnly ? {} : TIME), timeZone });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
