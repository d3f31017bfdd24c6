import { z } from 'zod';
import { SESSION_STATUSES } from '../../domain/session/types.js';
import { defineOperation, inPerson } from './operation.js';
import { localDate } from './primitives.js';
import { namedRef } from './resources/common.js';

const counts = z.record(z.enum(SESSION_STATUSES), z.int()).meta({ id: 'StatusCounts' });

const decisionTimes = {
  decided: z.int(),
  medianMinutes: z.number().nullable().meta({ description: 'From asking to the decision; null where there was none' }),
  p90Minutes: z.number().nullable(),
};

const utilisation = { bookedMinutes: z.int(), openMinutes: z.int() };

const overview = z
  .object({
    from: z.iso.date(),
    to: z.iso.date().meta({ description: 'Exclusive' }),
    timeZone: z.string().meta({ description: "The clinic's, in which the days are meant" }),
    byStatus: counts,
    byDay: z.array(z.object({ date: z.iso.date(), counts })).meta({ description: 'Every day of the range' }),
    decisions: z.object({
      ...decisionTimes,
      byDoctor: z.array(z.object({ doctor: namedRef, ...decisionTimes })),
    }),
    noShow: z.object({
      completed: z.int(),
      noShow: z.int(),
      rate: z
        .number()
        .nullable()
        .meta({ description: 'Of those that took place or should have; null where there are none' }),
    }),
    utilisation: z
      .array(
        z.object({
          doctor: namedRef,
          ...utilisation,
          days: z.array(z.object({ date: z.iso.date(), ...utilisation })),
        }),
      )
      .meta({ description: 'Doctors and days with open or booked time; overbooked time counts twice' }),
    deliveries: z
      .array(
        z.object({
          channel: z.enum(['SMS', 'EMAIL', 'SLACK']),
          queued: z.int(),
          sent: z.int(),
          delivered: z.int(),
          failed: z.int(),
          suppressed: z.int(),
        }),
      )
      .meta({ description: 'Of the messages written in the range' }),
  })
  .meta({ id: 'Overview', description: 'Sessions count on the day on which they start' });

export const getOverview = defineOperation({
  operationId: 'getOverview',
  method: 'GET',
  path: '/reports/overview',
  tag: 'reports',
  summary: 'How the clinic does, over up to 400 days',
  access: inPerson(['ADMIN']),
  query: z.object({ from: localDate, to: localDate }),
  responses: { 200: overview },
  errors: [],
});
