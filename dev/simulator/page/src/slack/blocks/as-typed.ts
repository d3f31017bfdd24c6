/** Stops the renderer from reading markup where Slack shows a character; invisible, and no blank. */
const WORD_JOINER = '\u2060';

/**
 * The renderer decodes `&lt;` before it looks for mentions and links, so typed `<!channel>` would become one. What was
 * escaped stays what was typed.
 */
export function asTyped<T>(block: T): T {
  return JSON.parse(JSON.stringify(block), (key, value: unknown) =>
    key === 'text' && typeof value === 'string' ? unescaped(value) : value,
  ) as T;
}

/** The words of a section that is plain text, in which Slack knows no markup; null for every other block. */
export function plainWords(block: object): string | null {
  const { type, text } = block as { type?: unknown; text?: { type?: unknown; text?: unknown } };
  return type === 'section' && text?.type === 'plain_text' && typeof text.text === 'string' ? text.text : null;
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', `<${WORD_JOINER}`).replaceAll('&amp;', `&${WORD_JOINER}`);
}
