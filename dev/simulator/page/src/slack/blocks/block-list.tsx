import { ActionsRow } from './actions-row.js';
import type { PageBlock } from './block-types.js';
import { InputField } from './input-field.js';
import { SectionRow } from './section-row.js';
import { ShownBlocks } from './shown-blocks.js';

/** Block Kit: what is only shown is drawn in runs, what can be used one by one. */
export function BlockList({ blocks }: { blocks: PageBlock[] }) {
  return (
    <div className="blocks">
      {inRuns(blocks).map((run, index) => (
        <Run key={index} run={run} />
      ))}
    </div>
  );
}

type Run = { type: 'run'; blocks: object[] } | Exclude<PageBlock, { type: 'shown' }>;

function Run({ run }: { run: Run }) {
  switch (run.type) {
    case 'run':
      return <ShownBlocks blocks={run.blocks} />;
    case 'actions':
      return <ActionsRow block={run} />;
    case 'section':
      return <SectionRow block={run} />;
    case 'input':
      /** A field whose block has another id is another field. */
      return <InputField key={run.block_id} block={run} />;
  }
}

function inRuns(blocks: PageBlock[]): Run[] {
  return blocks.reduce<Run[]>((runs, block) => {
    const last = runs.at(-1);
    if (block.type !== 'shown') return [...runs, block];
    if (last?.type !== 'run') return [...runs, { type: 'run', blocks: [block.block] }];
    return [...runs.slice(0, -1), { type: 'run', blocks: [...last.blocks, block.block] }];
  }, []);
}
