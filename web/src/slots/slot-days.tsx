import { Label, Radio, RadioGroup } from 'react-aria-components';
import { zoneAbbreviation } from '../../../domain/time/zone-name.js';
import { useSessionWords } from '../sessions/use-session-words.js';
import { clockOf, dayText, whenText } from '../ui/time-text.js';
import { useSpeech } from '../words/use-words.js';
import type { Slot } from './slot-reads.js';

interface Props {
  slots: readonly Slot[];
  timeZone: string;
  chosen: Slot | null;
  onChoose: (slot: Slot | null) => void;
}

/** Free times under their days; a screen reader hears each with day and zone. */
export function SlotDays({ slots, timeZone, chosen, onChoose }: Props) {
  const { language } = useSpeech();
  const { slots: words } = useSessionWords();
  const wish = { timeZone, language };
  return (
    <RadioGroup
      className="slot-days"
      value={chosen?.startsAt ?? null}
      onChange={(startsAt) => onChoose(slots.find((slot) => slot.startsAt === startsAt) ?? null)}
    >
      <Label className="slot-legend">{words.legend}</Label>
      {byDay(slots, (slot) => dayText(slot.startsAt, wish)).map(([day, ofDay]) => (
        <div key={day} className="slot-day">
          <p className="slot-date">
            {day} <span className="soft">{zoneAbbreviation(Date.parse(ofDay[0]?.startsAt ?? ''), timeZone)}</span>
          </p>
          <div className="slot-times">
            {ofDay.map(({ startsAt, endsAt }) => (
              <Radio key={startsAt} value={startsAt} className="slot" aria-label={whenText(startsAt, endsAt, wish)}>
                {clockOf(startsAt, wish)}
              </Radio>
            ))}
          </div>
        </div>
      ))}
    </RadioGroup>
  );
}

function byDay(slots: readonly Slot[], dayOf: (slot: Slot) => string): [string, Slot[]][] {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const day = dayOf(slot);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days];
}
