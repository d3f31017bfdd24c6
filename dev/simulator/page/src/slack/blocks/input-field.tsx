import { useId } from 'react';
import { useHost } from './block-host.js';
import type { InputBlock } from './block-types.js';
import { Field } from './field.js';

/** A labelled field with its hint and what is wrong with it. */
export function InputField({ block }: { block: InputBlock }) {
  const id = useId();
  const blockId = block.block_id ?? '';
  const error = useHost().error(blockId);
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ');
  const isGroup = block.element.type === 'radio_buttons' || block.element.type === 'checkboxes';
  return (
    <div
      className={`input-field ${error ? 'has-error' : ''}`}
      role={isGroup ? 'group' : undefined}
      aria-labelledby={isGroup ? `${id}-label` : undefined}
      aria-describedby={isGroup && describedBy ? describedBy : undefined}
    >
      <label id={`${id}-label`} className="input-label" htmlFor={isGroup ? undefined : id}>
        {block.label.text}
        {block.optional && <span className="hint"> (optional)</span>}
      </label>
      <Field
        blockId={blockId}
        part={block.element}
        acts={block.dispatch_action ?? false}
        labels={{
          id,
          'aria-labelledby': `${id}-label`,
          'aria-describedby': describedBy || undefined,
          'aria-invalid': error ? true : undefined,
          'aria-required': block.optional ? undefined : true,
        }}
      />
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      {block.hint && (
        <p id={`${id}-hint`} className="hint">
          {block.hint.text}
        </p>
      )}
    </div>
  );
}
