import { z } from 'zod';
import { SLOT_RULES } from '../../domain/availability/types.js';
import { NOTE_MAX, text, words } from './primitives.js';
import { decisionReceipt, session } from './resources/session.js';

/** What whoever changes a session may name, so that nothing is decided that they have not seen. */
export const version = z
  .int()
  .min(1)
  .max(2_147_483_647)
  .optional()
  .meta({ description: 'The version that the caller saw; an older one is refused as stale' });

/** A reason whose absence has a code of its own, `reason_required`. */
export const reason = text(NOTE_MAX).optional();

/** 202: accepted for certain, not applied yet; `getDecision` tells. */
export const settled = { 200: session, 202: decisionReceipt } as const;
export const refusals = ['not_found', 'already_decided', 'stale_version', 'invalid_transition'] as const;
/** Of whatever takes a time. */
export const timeRefusals = ['slot_taken', 'slot_not_bookable', 'confirmation_required'] as const;

const ACCEPTABLE = [...SLOT_RULES, 'doctor', 'room', 'patient'] as const;

/** An admin's word; without `confirm` nothing counts as accepted. */
export const override = z
  .strictObject({
    confirm: z.boolean(),
    reason: words(NOTE_MAX),
    accept: z.array(z.enum(ACCEPTABLE)).max(ACCEPTABLE.length).default([]),
  })
  .optional()
  .meta({
    description:
      'Admins only: rules that may be broken, and resources that may be taken twice. Whatever is violated and not accepted is answered as confirmation_required',
  });
