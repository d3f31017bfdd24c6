import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useApi } from '../api/use-api.js';
import { useSessionWords } from '../sessions/use-session-words.js';
import { DateInput } from '../ui/date-input.js';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { LoadingState } from '../ui/loading-state.js';
import { datePlus, localDateIn, whenText } from '../ui/time-text.js';
import { useSpeech } from '../words/use-words.js';
import { SlotDays } from './slot-days.js';
import { slotsRead, type Slot, type SlotWish } from './slot-reads.js';

interface Props {
  wish: SlotWish;
  /** In which times are shown. */
  timeZone: string;
  /** The local date to begin with; today where it is left out or past. */
  from?: string;
  chosen: Slot | null;
  onChoose: (slot: Slot | null) => void;
}

const DAYS_AT_ONCE = 7;

/** The free times of a week, day by day, one of which is chosen. */
export function SlotPicker({ wish, timeZone, from, chosen, onChoose }: Props) {
  const { language } = useSpeech();
  const { slots: words } = useSessionWords();
  const [today] = useState(() => localDateIn(Date.now(), timeZone));
  const [first, setFirst] = useState(from !== undefined && from > today ? from : today);
  const free = useQuery(slotsRead(useApi(), wish, first, datePlus(first, DAYS_AT_ONCE)));
  const turn = (days: number): void => setFirst(later(datePlus(first, days), today));
  return (
    <div className="slot-picker">
      <div className="slot-range">
        <DateInput
          label={words.from}
          value={first}
          min={today}
          onChange={(date) => {
            if (date !== '') setFirst(later(date, today));
          }}
        />
        <Button className="button small" isDisabled={first <= today} onPress={() => turn(-DAYS_AT_ONCE)}>
          {words.earlier}
        </Button>
        <Button className="button small" onPress={() => turn(DAYS_AT_ONCE)}>
          {words.later}
        </Button>
      </div>
      {free.isError ? (
        <ErrorState error={free.error} onRetry={() => void free.refetch()} />
      ) : free.data === undefined ? (
        <LoadingState />
      ) : free.data.length === 0 ? (
        <EmptyState>{words.none}</EmptyState>
      ) : (
        <SlotDays slots={free.data} timeZone={timeZone} chosen={chosen} onChoose={onChoose} />
      )}
      <p role="status" className="chosen">
        {chosen && words.chosen(whenText(chosen.startsAt, chosen.endsAt, { timeZone, language }))}
      </p>
    </div>
  );
}

const later = (one: string, other: string): string => (one > other ? one : other);
