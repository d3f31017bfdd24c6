/** Slack's limits (https://docs.slack.dev/reference/block-kit/blocks and …/reference/views). Lengths are in characters. */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 4_000,
  headerText: 150,
  sectionText: 3_000,
  fieldText: 2_000,
  fields: 10,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  identifier: 255,
  optionText: 75,
  optionValue: 150,
  options: 100,
  inputText: 3_000,
  label: 2_000,
  placeholder: 150,
  viewTitle: 24,
  privateMetadata: 3_000,
} as const;

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Collects every text, value and count that Slack would refuse; empty when the message or view is fine. */
export function limitFaults(content: unknown): string[] {
  const faults: string[] = [];
  const fault = (words: string): void => void faults.push(words);
  const atMost = (where: string, value: unknown, max: number): void => {
    if (typeof value === 'string' && value.length > max)
      faults.push(`${where}: ${value.length} characters, at most ${max}`);
    if (Array.isArray(value) && value.length > max) faults.push(`${where}: ${value.length} items, at most ${max}`);
  };
  const text = (where: string, value: unknown, max: number): void => {
    if (!isObject(value)) return;
    if (value.text === '') faults.push(`${where}: empty text`);
    atMost(where, value.text, max);
  };
  if (!isObject(content)) return ['not an object'];
  const isView = content.type === 'modal' || content.type === 'home';
  atMost('blocks', content.blocks, isView ? LIMITS.viewBlocks : LIMITS.messageBlocks);
  atMost('text', content.text, LIMITS.messageText);
  if (isView) {
    for (const part of ['title', 'submit', 'close'] as const) text(part, content[part], LIMITS.viewTitle);
    atMost('private_metadata', content.private_metadata, LIMITS.privateMetadata);
    atMost('callback_id', content.callback_id, LIMITS.identifier);
  }
  list(content.blocks).forEach((block, index) => checkBlock(`blocks[${index}]`, block, { fault, atMost, text }));
  return [
    ...faults,
    ...duplicates(
      list(content.blocks).map((block) => block.block_id),
      'block_id',
    ),
  ];
}

interface Check {
  fault(words: string): void;
  atMost(where: string, value: unknown, max: number): void;
  text(where: string, value: unknown, max: number): void;
}

function checkBlock(where: string, block: Json, check: Check): void {
  check.atMost(`${where}.block_id`, block.block_id, LIMITS.identifier);
  check.text(`${where}.text`, block.text, block.type === 'header' ? LIMITS.headerText : LIMITS.sectionText);
  check.text(`${where}.label`, block.label, LIMITS.label);
  check.text(`${where}.hint`, block.hint, LIMITS.label);
  check.atMost(`${where}.fields`, block.fields, LIMITS.fields);
  list(block.fields).forEach((field, index) => check.text(`${where}.fields[${index}]`, field, LIMITS.fieldText));
  check.atMost(
    `${where}.elements`,
    block.elements,
    block.type === 'actions' ? LIMITS.actionElements : LIMITS.contextElements,
  );
  const elements = [...list(block.elements), ...(isObject(block.element) ? [block.element] : [])];
  elements.forEach((element, index) => checkElement(`${where}.elements[${index}]`, element, check));
}

function checkElement(where: string, element: Json, check: Check): void {
  check.atMost(`${where}.action_id`, element.action_id, LIMITS.identifier);
  check.atMost(`${where}.value`, element.value, LIMITS.buttonValue);
  check.atMost(`${where}.accessibility_label`, element.accessibility_label, LIMITS.buttonText);
  check.text(`${where}.placeholder`, element.placeholder, LIMITS.placeholder);
  check.atMost(`${where}.options`, element.options, LIMITS.options);
  check.atMost(`${where}.initial_value`, element.initial_value, LIMITS.inputText);
  checkChoices(where, element, check);
  if (element.type === 'button') check.text(`${where}.text`, element.text, LIMITS.buttonText);
  if (typeof element.text === 'string') check.atMost(`${where}.text`, element.text, LIMITS.sectionText);
}

function checkChoices(where: string, element: Json, check: Check): void {
  const options = list(element.options);
  const initial = isObject(element.initial_option) ? element.initial_option : null;
  [...options, ...(initial ? [initial] : [])].forEach((option, index) => {
    check.text(`${where}.options[${index}]`, option.text, LIMITS.optionText);
    check.atMost(`${where}.options[${index}].value`, option.value, LIMITS.optionValue);
  });
  if (element.type !== 'static_select') return;
  if (options.length === 0) check.fault(`${where}.options: none, at least 1`);
  if (initial && !options.some(({ value }) => value === initial.value)) check.fault(`${where}.initial_option: unknown`);
}

function duplicates(values: unknown[], what: string): string[] {
  const seen = new Set<unknown>();
  return values.flatMap((value) => {
    if (typeof value !== 'string') return [];
    if (seen.has(value)) return [`${what} used twice: ${value}`];
    seen.add(value);
    return [];
  });
}
