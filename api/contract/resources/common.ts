import { z } from 'zod';
import { ROLES } from '../../../domain/actor.js';
import { SLOT_RULES } from '../../../domain/availability/types.js';

/** Who did something, as far as others may know. */
export const person = z.object({ id: z.guid(), fullName: z.string(), role: z.enum(ROLES) }).meta({ id: 'Person' });

export const namedRef = z.object({ id: z.guid(), fullName: z.string() }).meta({ id: 'NamedRef' });

export const slotReason = z.object({ rule: z.enum(SLOT_RULES), detail: z.string() }).meta({ id: 'SlotReason' });
