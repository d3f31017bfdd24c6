/** Languages that messages to patients are written in. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language for a tag such as `es-MX`; English for all that we do not write. */
export function languageOf(tag: string | null | undefined): Language {
  return tag?.toLowerCase().split(/[-_]/)[0] === 'es' ? 'es' : 'en';
}
