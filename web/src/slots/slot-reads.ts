import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../api/api.js';
import { bodyOf } from '../api/failure.js';
import { allOf, LONGEST_PAGE } from '../api/pages.js';
import type { components } from '../api/schema.js';

export type Slot = components['schemas']['Slot'];
export type SlotReason = components['schemas']['SlotReason'];
export type SlotRule = SlotReason['rule'];

/** What is to fit into a slot; `sessionId` is of the session that is moved, whose own time does not stand in its way. */
export interface SlotWish {
  doctorId: string;
  durationMinutes?: number;
  roomId?: string;
  telehealth?: 'true' | 'false';
  patientId?: string;
  sessionId?: string;
}

/** Free slots from one local date of the doctor to another, which is exclusive. */
export const slotsRead = ({ call }: Api, wish: SlotWish, from: string, to: string) =>
  queryOptions({
    queryKey: ['slots', 'free', wish, from, to],
    staleTime: 0,
    queryFn: ({ signal }) =>
      allOf((cursor) =>
        call.GET('/api/v1/slots', { params: { query: { ...wish, from, to, ...cursor, limit: LONGEST_PAGE } }, signal }),
      ),
  });

/** Whether one time can be had, every rule that stands against it, and what is free instead. */
export const slotExplained = ({ call }: Api, wish: SlotWish, startsAt: string) =>
  queryOptions({
    queryKey: ['slots', 'explained', wish, startsAt],
    staleTime: 0,
    queryFn: ({ signal }) =>
      bodyOf(call.GET('/api/v1/slots/explain', { params: { query: { ...wish, startsAt } }, signal })),
  });
