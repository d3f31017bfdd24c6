import { useWords } from '../words/use-words.js';
import { Button } from 'react-aria-components';

/** In the place of a page that failed, or whose code could not be loaded. */
export function CrashPage() {
  const { shell } = useWords();
  return (
    <section className="state" role="alert">
      <h1>{shell.failedTitle}</h1>
      <p>{shell.crashed}</p>
      <Button className="button" onPress={() => window.location.reload()}>
        {shell.reload}
      </Button>
    </section>
  );
}
