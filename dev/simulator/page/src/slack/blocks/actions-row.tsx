import type { ActionsBlock } from './block-types.js';
import { Part } from './part.js';

/** Buttons and choices that act at once. */
export function ActionsRow({ block }: { block: ActionsBlock }) {
  return (
    <div className="actions-row">
      {block.elements.map((part) => (
        <Part key={part.action_id} blockId={block.block_id ?? ''} part={part} />
      ))}
    </div>
  );
}
