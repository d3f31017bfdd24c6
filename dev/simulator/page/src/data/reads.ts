import { queryOptions } from '@tanstack/react-query';
import type {
  Health,
  Mail,
  MailSummary,
  Phone,
  SessionLine,
  SessionStory,
  Setting,
  SlackDesk,
  Trouble,
} from '../../../contract.js';
import { read } from './request.js';

interface List<T> {
  items: T[];
}

/** The first part of each key is the `Part` that makes it stale. */
const list = <T>(part: string) =>
  queryOptions({
    queryKey: [part],
    queryFn: ({ signal }) => read<List<T>>(`/sim/${part}`, signal),
    select: ({ items }: List<T>) => items,
  });

export const phonesRead = list<Phone>('phones');
export const mailRead = list<MailSummary>('mail');
export const troublesRead = list<Trouble>('troubles');
export const sessionsRead = list<SessionLine>('sessions');
export const healthRead = list<Health>('health');

export const settingRead = queryOptions({
  queryKey: ['setting'],
  queryFn: ({ signal }) => read<Setting>('/sim/setting', signal),
  /** While the stack comes up there is no setting yet. */
  retry: true,
  retryDelay: 2_000,
});

export const deskRead = (userId: string) =>
  queryOptions({
    queryKey: ['slack', userId],
    queryFn: ({ signal }) => read<SlackDesk>(`/sim/slack/${encodeURIComponent(userId)}`, signal),
  });

export const letterRead = (id: string) =>
  queryOptions({
    queryKey: ['letter', id],
    queryFn: ({ signal }) => read<Mail>(`/sim/mail/${encodeURIComponent(id)}`, signal),
  });

export const sessionRead = (id: string) =>
  queryOptions({
    queryKey: ['sessions', id],
    queryFn: ({ signal }) => read<SessionStory>(`/sim/sessions/${encodeURIComponent(id)}`, signal),
  });
