import { Button } from 'react-aria-components';
import { useSpeech } from '../words/use-words.js';

/** To the other language, in its own name. */
export function LanguageSwitch() {
  const { language, words, choose } = useSpeech();
  const other = language === 'en' ? 'es' : 'en';
  return (
    <Button className="header-button" onPress={() => choose(other)}>
      <span lang={other}>{words.shell.toOtherLanguage}</span>
    </Button>
  );
}
