import type { ReactNode } from 'react';
import { Refusal, type Failure } from '../api/failure.js';
import { useWords } from '../words/use-words.js';
import { Countdown } from './countdown.js';
import { Notice } from './notice.js';

/** A refusal or an outage in words, with what to do about it, and when to try again. */
export function ProblemNotice({ failure, children }: { failure: Failure; children?: ReactNode }) {
  const words = useWords();
  const isRefusal = failure instanceof Refusal;
  return (
    <Notice kind="trouble">
      <p>{isRefusal ? words.problems[failure.problem.code] : words.shell.unreachable}</p>
      {children}
      {isRefusal && failure.retryAtMs !== null && <Countdown key={failure.retryAtMs} untilMs={failure.retryAtMs} />}
    </Notice>
  );
}
