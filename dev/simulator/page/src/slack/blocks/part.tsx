import type { ButtonPart, FieldPart } from './block-types.js';
import { Field } from './field.js';
import { PressButton } from './press-button.js';

/** A part of a row; outside of inputs everything acts at once. */
export function Part({ blockId, part }: { blockId: string; part: ButtonPart | FieldPart }) {
  if (part.type === 'button') return <PressButton blockId={blockId} part={part} />;
  const placeholder = 'placeholder' in part ? part.placeholder?.text : undefined;
  return <Field blockId={blockId} part={part} acts labels={{ 'aria-label': placeholder ?? 'Choose' }} />;
}
