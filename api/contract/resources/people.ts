import { z } from 'zod';
import { ROLES } from '../../../domain/actor.js';
import { utcInstant } from '../primitives.js';

export const user = z
  .object({
    id: z.guid(),
    email: z.string(),
    fullName: z.string(),
    role: z.enum(ROLES),
    status: z.enum(['ACTIVE', 'DISABLED']),
    emailVerified: z.boolean(),
    phone: z.string().nullable(),
    timeZone: z.string().nullable(),
    language: z.string().nullable(),
    doctorId: z.guid().nullable(),
    patientId: z.guid().nullable(),
    createdAt: utcInstant,
    lockedUntil: utcInstant.nullable().optional(),
  })
  .meta({ id: 'User' });

export const doctor = z
  .object({
    id: z.guid(),
    userId: z.guid(),
    fullName: z.string(),
    specialty: z.string().nullable(),
    timeZone: z.string(),
    active: z.boolean(),
  })
  .meta({ id: 'Doctor' });

export const room = z
  .object({ id: z.guid(), name: z.string(), location: z.string().nullable(), active: z.boolean() })
  .meta({ id: 'Room' });

export const patient = z
  .object({
    id: z.guid(),
    userId: z.guid().nullable(),
    fullName: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    phoneVerified: z.boolean(),
    language: z.string().nullable(),
    timeZone: z.string().nullable(),
    smsOptedOut: z.boolean(),
  })
  .meta({ id: 'Patient' });
