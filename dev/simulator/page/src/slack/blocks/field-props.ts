import type { FieldPart } from './block-types.js';

/** How a field is named and described. */
export interface FieldLabels {
  id?: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
}

export interface FieldProps<P extends FieldPart> {
  blockId: string;
  part: P;
  /** The bot is told of each change. */
  acts: boolean;
  labels: FieldLabels;
}
