import type { Clock } from '../../time/clock.js';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Slack's date tokens (https://docs.slack.dev/messaging/formatting-message-text#date-formatting) on the clinic's clock. */
export function dateWords(atMs: number, format: string, clock: Clock, nowMs: number): string {
  const iso = new Date(atMs).toISOString();
  return format.replace(/\{(\w+)\}/g, (_token, name: string) => {
    if (name === 'ago') return relative(atMs - nowMs);
    return name.startsWith('time') ? clock.time(iso) : clock.day(iso);
  });
}

function relative(differenceMs: number): string {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const [unit, unitMs] = STEPS.find(([, size]) => Math.abs(differenceMs) >= size) ?? ['minute', 60_000];
  return words.format(Math.trunc(differenceMs / unitMs), unit);
}
