import type { ReactNode } from 'react';

interface Props {
  number: number;
  title: string;
  done: boolean;
  /** It is this one's turn. */
  current: boolean;
  /** What happened, or what to do. */
  words: ReactNode;
  children?: ReactNode;
}

/** One step, with a button that brings the right thing forward. */
export function StoryStep({ number, title, done, current, words, children }: Props) {
  return (
    <li className={`story-step ${done ? 'is-done' : ''}`} aria-current={current ? 'step' : undefined}>
      <span className="story-number" aria-hidden="true">
        {done ? '✓' : number}
      </span>
      <div className="story-words">
        <h3>
          {title}
          {done && <span className="visually-hidden"> (done)</span>}
        </h3>
        <p>{words}</p>
      </div>
      <div className="story-actions">{children}</div>
    </li>
  );
}
