import { useWords } from '../words/use-words.js';

export function LoadingState() {
  const { shell } = useWords();
  return (
    <p role="status" className="state loading">
      {shell.loading}
    </p>
  );
}
