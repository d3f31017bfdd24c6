import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Api } from './api.js';
import { bodyOf } from './failure.js';
import { useMe } from './me.js';
import { allOf, LONGEST_PAGE } from './pages.js';
import type { components } from './schema.js';
import { useApi } from './use-api.js';

export type Doctor = components['schemas']['Doctor'];
export type Room = components['schemas']['Room'];
export type Patient = components['schemas']['Patient'];
export type Policy = components['schemas']['Policy'];

/** What changes seldom. */
const SELDOM_MS = 5 * 60_000;
const MOST_FOUND = 20;

/** Doctors by name; `isAll` asks for those too who do not practise any more, which is for staff. */
export const doctorsRead = ({ call }: Api, isAll: boolean) =>
  queryOptions({
    queryKey: ['doctors', { isAll }],
    staleTime: SELDOM_MS,
    queryFn: ({ signal }) =>
      allOf((cursor) =>
        call.GET('/api/v1/doctors', {
          params: { query: { ...cursor, limit: LONGEST_PAGE, ...(isAll ? {} : { active: 'true' as const }) } },
          signal,
        }),
      ),
  });

/** Rooms by name; staff only. */
export const roomsRead = ({ call }: Api) =>
  queryOptions({
    queryKey: ['rooms'],
    staleTime: SELDOM_MS,
    queryFn: ({ signal }) =>
      allOf((cursor) => call.GET('/api/v1/rooms', { params: { query: { ...cursor, limit: LONGEST_PAGE } }, signal })),
  });

/** The clinic's rules; staff only. */
export const policyRead = ({ call }: Api) =>
  queryOptions({
    queryKey: ['policy'],
    staleTime: SELDOM_MS,
    queryFn: ({ signal }) => bodyOf(call.GET('/api/v1/policy', { signal })),
  });

/** The first patients that match; staff only. */
export const patientsFound = ({ call }: Api, search: string) =>
  queryOptions({
    queryKey: ['patients', 'found', search],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await bodyOf(call.GET('/api/v1/patients', { params: { query: { search, limit: MOST_FOUND } }, signal }))).items,
  });

/** The zone that staff see times in; undefined for patients, and until it is known. */
export function useClinicZone(): string | undefined {
  const { data: me } = useMe();
  const isStaff = me !== null && me !== undefined && me.role !== 'PATIENT';
  return useQuery({ ...policyRead(useApi()), enabled: isStaff }).data?.timeZone;
}
