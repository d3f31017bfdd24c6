import type { ApiSession } from './api-session.js';

export interface SessionBody {
  id: string;
  code: string;
  status: string;
  attendance: string;
  startsAt: string;
  version: number;
}

export interface Wanted {
  doctorId: string;
  patientId: string;
  startsAt: string;
}

const DAY_MS = 86_400_000;
let turn = 0;

/**
 * A slot that is free now, for a patient who has nothing else on that day: each call takes another day and another
 * English-speaking patient, so that tests do not meet.
 */
export async function freeSlot(desk: ApiSession): Promise<Wanted> {
  turn += 1;
  const doctors = (await desk.get<{ items: { id: string }[] }>('/doctors')).body.items;
  const everybody = (await desk.get<{ items: { id: string; language: string }[] }>('/patients?limit=200')).body.items;
  const patients = everybody.filter(({ language }) => language === 'en');
  const doctorId = (doctors[turn % doctors.length] as { id: string }).id;
  const patientId = (patients[turn % patients.length] as { id: string }).id;
  const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
  const from = 7 + turn * 2;
  const query = `doctorId=${doctorId}&patientId=${patientId}&from=${day(from)}&to=${day(from + 7)}`;
  const { items } = (await desk.get<{ items: { startsAt: string }[] }>(`/slots?${query}`)).body;
  const slot = items[8] ?? items[0];
  if (!slot) throw new Error('The demo clinic has no free slot in that week.');
  return { doctorId, patientId, startsAt: slot.startsAt };
}
