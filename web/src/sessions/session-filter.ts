import { SESSION_STATUSES } from '../../../domain/session/types.js';
import type { AddressState } from '../ui/use-address.js';
import { datePlus } from '../ui/time-text.js';
import type { SessionQuery, SessionStatus } from './session-reads.js';

export const SESSION_SORTS = ['startsAt', '-startsAt', 'createdAt', '-createdAt'] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];

/** Which sessions are listed, and how; empty texts choose nothing. */
export interface SessionFilter {
  statuses: SessionStatus[];
  doctorId: string;
  patientId: string;
  roomId: string;
  /** Local dates of the clinic, both included. */
  from: string;
  until: string;
  search: string;
  sort: SessionSort;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const ID = /^[0-9a-f-]{36}$/;

/** Whatever an address says that is no filter is left out, since addresses are typed and shortened. */
export function filterIn({ query, fragment }: AddressState, usual: SessionSort): SessionFilter {
  const given = (query.get('status') ?? '').split(',');
  const like = (name: string, form: RegExp): string =>
    form.test(query.get(name) ?? '') ? (query.get(name) ?? '') : '';
  return {
    statuses: SESSION_STATUSES.filter((status) => given.includes(status)),
    doctorId: like('doctor', ID),
    patientId: like('patient', ID),
    roomId: like('room', ID),
    from: like('from', DATE),
    until: like('until', DATE),
    search: fragment.get('search') ?? '',
    sort: SESSION_SORTS.find((sort) => sort === query.get('sort')) ?? usual,
  };
}

/** The address of a filter; what was searched for, a name perhaps, stays in the browser. */
export function addressOf(filter: SessionFilter, usual: SessionSort): AddressState {
  const { statuses, doctorId, patientId, roomId, from, until, search, sort } = filter;
  const query = new URLSearchParams();
  const set = (name: string, value: string): void => {
    if (value !== '') query.set(name, value);
  };
  set('status', statuses.join(','));
  set('doctor', doctorId);
  set('patient', patientId);
  set('room', roomId);
  set('from', from);
  set('until', until);
  set('sort', sort === usual ? '' : sort);
  return { query, fragment: new URLSearchParams(search === '' ? {} : { search }) };
}

/** A filter as the API takes it. */
export function queryOf({ statuses, until, from, search, sort, ...ids }: SessionFilter): SessionQuery {
  const { doctorId, patientId, roomId } = ids;
  return {
    sort,
    ...(statuses.length === 0 ? {} : { status: statuses.join(',') }),
    ...(doctorId === '' ? {} : { doctorId }),
    ...(patientId === '' ? {} : { patientId }),
    ...(roomId === '' ? {} : { roomId }),
    ...(from === '' ? {} : { from }),
    // An end before the beginning finds nothing, rather than being refused while dates are being chosen.
    ...(until === '' ? {} : { to: datePlus(until < from ? from : until, 1) }),
    ...(search.trim() === '' ? {} : { search: search.trim() }),
  };
}

/** How many things a filter narrows the list by. */
export function countOf({ statuses, sort: _sort, search: _search, ...texts }: SessionFilter): number {
  return Object.values(texts).filter((text) => text !== '').length + (statuses.length > 0 ? 1 : 0);
}
