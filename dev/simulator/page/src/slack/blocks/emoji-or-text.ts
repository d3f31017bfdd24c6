/** The renderer takes `10:30–11:00` for an emoji named `30–11`; what is none stays the text that it was. */
export function emojiOrText(name: string, find: (name: string) => string): string {
  const bare = name.replace(/^:|:$/g, '');
  const found = find(bare);
  return found.startsWith(':') ? `:${bare}:` : found;
}
