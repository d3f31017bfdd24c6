import { useMutation } from '@tanstack/react-query';
import type { SlackPerson } from '../../../contract.js';
import { askLinkCode } from '../data/writes.js';
import { useClock } from '../time/use-clock.js';
import { ProblemLine } from '../ui/problem-line.js';

/** A code that shows the bot who somebody is; asked for at the person's own account. */
export function LinkCode({ person, onType }: { person: SlackPerson; onType: (line: string) => void }) {
  const clock = useClock();
  const ask = useMutation({ mutationFn: () => askLinkCode(person.id) });
  const line = ask.data && `/session link ${ask.data.code}`;
  return (
    <div className={`link-code ${ask.data ? 'has-code' : ''}`}>
      {ask.data && line ? (
        <>
          <p role="status">
            Code <code>{ask.data.code}</code> until {clock.time(ask.data.expiresAt)}
          </p>
          <button type="button" className="button small" onClick={() => onType(line)}>
            Type <code>{line}</code>
          </button>
        </>
      ) : (
        <button
          type="button"
          className="button small"
          aria-label={`Get a link code for ${person.fullName}`}
          disabled={ask.isPending}
          onClick={() => ask.mutate()}
        >
          Get a link code
        </button>
      )}
      {ask.isError && <ProblemLine words={ask.error.message} />}
    </div>
  );
}
