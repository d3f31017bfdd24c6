import { z } from 'zod';
import { utcInstant } from '../primitives.js';
import { slotReason } from './common.js';

export const slot = z
  .object({ doctorId: z.guid(), startsAt: utcInstant, endsAt: utcInstant, roomIds: z.array(z.guid()) })
  .meta({ id: 'Slot' });

export const slotVerdict = z
  .object({ bookable: z.boolean(), reasons: z.array(slotReason), alternatives: z.array(slot) })
  .meta({ id: 'SlotVerdict' });
