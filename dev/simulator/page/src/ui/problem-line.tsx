interface Props {
  title?: string;
  words: string;
  retry?: () => void;
}

/** What went wrong, where it went wrong. */
export function ProblemLine({ title, words, retry }: Props) {
  return (
    <div className="problem" role="alert">
      <p>
        {title && <strong>{title}. </strong>}
        {words}
      </p>
      {retry && (
        <button type="button" className="button small" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
