import { z } from 'zod';
import type { ActionTaken, CommandTyped, OptionsWanted, ViewSubmitted } from '../contract.js';
import { impossible } from './errors.js';

const id = z.string().min(1).max(255);
const text = z.string().max(3_000);
const choice = z.looseObject({ text: z.looseObject({ type: z.literal('plain_text'), text }), value: text });

const inputState = z.discriminatedUnion('type', [
  z.object({ type: z.literal('plain_text_input'), value: text.nullable() }),
  z.object({
    type: z.enum(['static_select', 'external_select', 'radio_buttons']),
    selected_option: choice.nullable(),
  }),
  z.object({ type: z.literal('checkboxes'), selected_options: z.array(choice) }),
  z.object({ type: z.literal('datepicker'), selected_date: z.iso.date().nullable() }),
  z.object({
    type: z.literal('timepicker'),
    selected_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .nullable(),
  }),
]);
const values = z.record(id, z.record(id, inputState));

const whereabouts = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('MESSAGE'), channelId: id, ts: id }),
  z.object({ kind: z.literal('VIEW'), viewId: id, values }),
]);

export const commandTyped: z.ZodType<CommandTyped> = z.object({ channelId: id, text: text.min(1) });
export const actionTaken: z.ZodType<ActionTaken> = z.object({
  in: whereabouts,
  blockId: z.string().max(255),
  actionId: id,
  element: z.union([z.object({ type: z.literal('button'), value: text.nullable() }), inputState]),
});
export const optionsWanted: z.ZodType<OptionsWanted> = z.object({
  viewId: id,
  blockId: id,
  actionId: id,
  value: text,
  values,
});
export const viewSubmitted: z.ZodType<ViewSubmitted> = z.object({ values });
export const textSent = z.object({ text: z.string().trim().min(1).max(1_600) });
export const phoneSet = z.object({ optedOut: z.boolean().optional(), reachable: z.boolean().optional() });
export const troubleSet = z.object({ on: z.boolean() });
/** E.164, as the provider takes it. */
export const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be like +15550100101');

/** Throws 422 with the first field that is wrong. */
export function read<T>(schema: z.ZodType<T>, input: unknown, name = 'body'): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = [name, ...(issue?.path ?? [])].map(String).join('.');
  throw impossible(`${field}: ${issue?.message ?? 'is wrong'}.`);
}
