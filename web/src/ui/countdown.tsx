import { useEffect, useState } from 'react';
import { useWords } from '../words/use-words.js';
import { clockText } from './clock-text.js';

const TICK_MS = 250;

/** How long there is to wait. Screen readers are told at the end, not every second. */
export function Countdown({ untilMs }: { untilMs: number }) {
  const { countdown } = useWords();
  const [nowMs, setNowMs] = useState(Date.now);
  const isOver = nowMs >= untilMs;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isOver]);
  if (isOver) return <p>{countdown.over}</p>;
  return (
    <p>
      {countdown.wait}{' '}
      <span role="timer" aria-live="off" className="clock">
        {clockText(untilMs - nowMs)}
      </span>
    </p>
  );
}
