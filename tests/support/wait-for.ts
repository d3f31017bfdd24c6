import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  timeoutMs?: number;
  intervalMs?: number;
  /** What is waited for, for the failure's message. */
  describe?: string;
}

type Falsy = false | null | undefined | 0 | '';

/**
 * Polls until the condition holds and returns its value. A condition that throws does not hold yet; the last error is
 * the cause of the failure.
 */
export async function waitFor<T>(
  condition: () => T | Falsy | Promise<T | Falsy>,
  options: WaitOptions = {},
): Promise<Exclude<T, Falsy>> {
  const { timeoutMs = 10_000, intervalMs = 50, describe = 'the condition' } = options;
  const giveUpAt = Date.now() + timeoutMs;
  let lastError: unknown;
  let lastValue: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Exclude<T, Falsy>;
      lastValue = value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= giveUpAt) {
      throw new Error(`Waited ${timeoutMs} ms in vain for ${describe} (last: ${String(lastError ?? lastValue)})`, {
        cause: lastError,
      });
    }
    await delay(intervalMs);
  }
}
