import type { ButtonPart, FieldPart, PageBlock } from './block-types.js';

const FIELDS: ReadonlySet<string> = new Set<FieldPart['type']>([
  'plain_text_input',
  'static_select',
  'external_select',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
]);

/** Blocks as the page treats them; kinds of parts that it does not know are left out. */
export function readBlocks(blocks: unknown[]): PageBlock[] {
  return blocks.filter(isObject).flatMap((block): PageBlock[] => {
    if (block.type === 'actions' && Array.isArray(block.elements)) {
      return [{ ...block, type: 'actions', elements: block.elements.filter(isPart) }];
    }
    if (block.type === 'input') return isField(block.element) ? [block as unknown as PageBlock] : [];
    if (block.type === 'section' && isPart(block.accessory)) return [block as unknown as PageBlock];
    return [{ type: 'shown', block }];
  });
}

/** All parts that hold a value, with their block's id. */
export function fieldsOf(blocks: PageBlock[]): { blockId: string; part: FieldPart }[] {
  return blocks
    .flatMap((block) => partsOf(block).map((part) => ({ blockId: blockIdOf(block), part })))
    .filter(hasField);
}

export function blockIdOf(block: PageBlock): string {
  return block.type === 'shown' ? '' : (block.block_id ?? '');
}

export const isField = (part: unknown): part is FieldPart => isObject(part) && FIELDS.has(String(part.type));

const hasField = (found: {
  blockId: string;
  part: ButtonPart | FieldPart;
}): found is { blockId: string; part: FieldPart } => isField(found.part);

const isPart = (part: unknown): part is ButtonPart | FieldPart =>
  isField(part) || (isObject(part) && part.type === 'button');

function partsOf(block: PageBlock): (ButtonPart | FieldPart)[] {
  switch (block.type) {
    case 'input':
      return [block.element];
    case 'actions':
      return block.elements;
    case 'section':
      return [block.accessory];
    case 'shown':
      return [];
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
