import { areaWords } from '../words/area-words.js';
import { englishSessions } from '../words/english-sessions.js';
import { spanishSessions } from '../words/spanish-sessions.js';

export const useSessionWords = areaWords({ en: englishSessions, es: spanishSessions });
