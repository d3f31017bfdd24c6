import type { SectionBlock } from './block-types.js';
import { Part } from './part.js';
import { ShownBlocks } from './shown-blocks.js';

/** A text with something to use beside it. */
export function SectionRow({ block }: { block: SectionBlock }) {
  return (
    <div className="section-row">
      <ShownBlocks blocks={[{ ...block, accessory: undefined }]} />
      <Part blockId={block.block_id ?? ''} part={block.accessory} />
    </div>
  );
}
