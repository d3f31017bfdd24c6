import { Refusal } from './failure.js';

/**
 * Keys that make asking again safe: what got no answer is asked again under its key, so that it is not done twice; after
 * an answer the next attempt is a new one.
 */
export function createAttemptKeys(newKey: () => string = randomKey) {
  let open: { body: string; key: string } | null = null;
  return {
    /** Sends under the key that belongs to this body. */
    async send<T>(body: unknown, act: (key: string) => Promise<T>): Promise<T> {
      const text = JSON.stringify(body) ?? '';
      if (open?.body !== text) open = { body: text, key: newKey() };
      try {
        const answer = await act(open.key);
        open = null;
        return answer;
      } catch (error) {
        if (error instanceof Refusal) open = null;
        throw error;
      }
    },
  };
}

/** `crypto.randomUUID` is there on secure pages only. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
