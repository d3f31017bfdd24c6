import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/use-api.js';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { LoadingState } from '../ui/loading-state.js';
import { Moment } from '../ui/moment.js';
import { whenText } from '../ui/time-text.js';
import { useSpeech } from '../words/use-words.js';
import { historyRead, messagesRead, type HistoryEntry, type Message } from './session-reads.js';
import { timelineOf } from './timeline.js';
import { useSessionWords } from './use-session-words.js';

interface Props {
  sessionId: string;
  timeZone: string;
}

/** All that happened to a session: its changes, and what was sent about them. */
export function SessionTimeline({ sessionId, timeZone }: Props) {
  const api = useApi();
  const history = useQuery(historyRead(api, sessionId));
  const messages = useQuery(messagesRead(api, sessionId));
  const { detail: words } = useSessionWords();
  const failed = [history, messages].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (history.data === undefined || messages.data === undefined) return <LoadingState />;
  const items = timelineOf(history.data, messages.data);
  if (items.length === 0) return <EmptyState>{words.timelineEmpty}</EmptyState>;
  return (
    <ol className="timeline">
      {items.map((item, at) => (
        <li key={at} className={'change' in item ? 'timeline-item change' : 'timeline-item message'}>
          {'change' in item ? <Change entry={item.change} timeZone={timeZone} /> : <Sent message={item.message} />}
          <p className="hint">
            <Moment at={item.at} timeZone={timeZone} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function Change({ entry, timeZone }: { entry: HistoryEntry; timeZone: string }) {
  const { channels, rejectCategories, roles, statuses, timeline: words } = useSessionWords();
  const { language } = useSpeech();
  const { by, kind, from, to, reason, channel, details } = entry;
  const what = kind in words.kinds ? words.kinds[kind as keyof typeof words.kinds] : kind;
  const who = by ? words.by(by.fullName, roles[by.role]) : words.nobody;
  const how = channel in channels ? channels[channel as keyof typeof channels] : channel;
  const spoken = (startsAt: string, endsAt?: string): string =>
    whenText(startsAt, endsAt ?? null, { timeZone, language });
  const said =
    reason && reason in rejectCategories ? rejectCategories[reason as keyof typeof rejectCategories] : reason;
  return (
    <>
      <p className="timeline-what">{what}</p>
      <p>{by ? `${who}, ${how}` : who}</p>
      {from && from !== to && <p>{words.fromTo(statuses[from], statuses[to])}</p>}
      {details?.startsAt && kind !== 'BOOKED' && (
        <p>
          {kind.startsWith('MOVE_')
            ? words.proposed(spoken(details.startsAt, details.endsAt))
            : words.newTime(spoken(details.startsAt, details.endsAt))}
        </p>
      )}
      {said && <p>{words.reason(said)}</p>}
    </>
  );
}

function Sent({ message: { kind, channel, status } }: { message: Message }) {
  const { timeline: words } = useSessionWords();
  return (
    <p>
      {words.message(words.messageChannels[channel], words.messageKinds[kind])}{' '}
      <span className={`tag ${status === 'FAILED' ? 'bad' : status === 'DELIVERED' ? 'good' : 'quiet'}`}>
        {words.messageStatuses[status]}
      </span>
    </p>
  );
}
