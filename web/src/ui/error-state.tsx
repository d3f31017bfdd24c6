import { Button } from 'react-aria-components';
import { failureOf } from '../api/failure.js';
import { useWords } from '../words/use-words.js';
import { ProblemNotice } from './problem-notice.js';

/** In the place of what could not be read. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { shell } = useWords();
  return (
    <div className="error-state">
      <ProblemNotice failure={failureOf(error)} />
      <Button className="button" onPress={onRetry}>
        {shell.retry}
      </Button>
    </div>
  );
}
