import { useQuery } from '@tanstack/react-query';
import { troublesRead } from '../data/reads.js';
import { ProblemLine } from '../ui/problem-line.js';
import { useSwitchTrouble } from './use-switch-trouble.js';

/** Whatever is broken on purpose stays in sight, with the way to mend it. */
export function TroubleBanner() {
  const troubles = useQuery(troublesRead);
  const change = useSwitchTrouble();
  const on = troubles.data?.filter((trouble) => trouble.on) ?? [];
  if (troubles.isError) {
    const retry = (): void => void troubles.refetch();
    return <ProblemLine title="What is broken on purpose is unknown" words={troubles.error.message} retry={retry} />;
  }
  if (on.length === 0) return null;
  return (
    <div className="banner banner-trouble" role="status">
      <ul>
        {on.map(({ key, label, effect }) => (
          <li key={key}>
            <p>
              <strong>Broken on purpose: {label}.</strong> {effect}
            </p>
            <button
              type="button"
              className="button small"
              disabled={change.isPending}
              aria-label={`Mend it: ${label}`}
              onClick={() => change.mutate({ key, on: false })}
            >
              Mend it
            </button>
          </li>
        ))}
      </ul>
      {change.isError && <ProblemLine words={change.error.message} />}
    </div>
  );
}
