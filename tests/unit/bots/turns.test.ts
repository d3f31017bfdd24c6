import { describe, expect, it } from '@jest/globals';
import { createTurns, type Drawing } from '../../../bots/slack/turns.js';

/** A drawing that ends when it is told to, and notes with which mark it was begun. */
function heldDrawing() {
  const begun: (string | undefined)[] = [];
  let end: { resolve(hash: string): void; reject(error: Error): void } | null = null;
  const drawing: Drawing = (hash) => {
    begun.push(hash);
    return new Promise((resolve, reject) => (end = { resolve, reject }));
  };
  return { begun, drawing, resolve: (hash: string) => end?.resolve(hash), reject: (e: Error) => end?.reject(e) };
}
const draws =
  (hash: string, begun: (string | undefined)[] = []): Drawing =>
  (before) => {
    begun.push(before);
    return Promise.resolve(hash);
  };
const turnOfEvents = () => new Promise((resolve) => setImmediate(resolve));

describe('turns at a view', () => {
  it('make an earlier one void', async () => {
    const turns = createTurns();
    const [first, second] = [turns.take('V1'), turns.take('V1')];
    expect(await second.draw(draws('b'))).toBe('DRAWN');
    expect(await first.draw(draws('a'))).toBe('OUTRUN');
    expect(await turns.take('V2').draw(draws('c'))).toBe('DRAWN');
  });

  it('draw one after the other, also after a failure', async () => {
    const turn = createTurns().take('V1');
    const [slow, next] = [heldDrawing(), heldDrawing()];
    const failing = turn.draw(slow.drawing);
    const following = turn.draw(next.drawing);
    await turnOfEvents();
    expect([slow.begun.length, next.begun.length]).toEqual([1, 0]);
    slow.reject(new Error('silent'));
    await expect(failing).rejects.toThrow('silent');
    await turnOfEvents();
    expect(next.begun).toHaveLength(1);
    next.resolve('b');
    expect(await following).toBe('DRAWN');
  });

  it('know the mark of what this process drew, and do not after a failure', async () => {
    const turn = createTurns().take('V1', 'opened');
    const begun: (string | undefined)[] = [];
    await turn.draw(draws('a', begun));
    await turn.draw(draws('b', begun));
    await expect(turn.draw(() => Promise.reject(new Error('silent')))).rejects.toThrow();
    await turn.draw(draws('c', begun));
    expect(begun).toEqual(['opened', 'a', undefined]);
  });

  it('take a mark over from a click only where it is news', async () => {
    const turns = createTurns();
    const begun: (string | undefined)[] = [];
    const click = (id: string, hash: string) => turns.takeOnce('V1', { id, hash });
    await click('1', 'opened')?.draw(draws('a', begun));
    // Clicked before the drawing above was on the screen.
    await click('2', 'opened')?.draw(draws('b', begun));
    await click('3', 'of-another-process')?.draw(draws('c', begun));
    expect(begun).toEqual(['opened', 'a', 'of-another-process']);
  });

  it('are refused to what was delivered before, and to a form that was sent', () => {
    const turns = createTurns();
    expect(turns.takeOnce('V1', { id: 'a', attempt: 1 })).not.toBeNull();
    expect(turns.takeOnce('V1', { id: 'a', attempt: 1 })).toBeNull();
    turns.close('V1', 1);
    expect(turns.takeOnce('V1', { id: 'b', attempt: 1 })).toBeNull();
    expect(turns.takeOnce('V1', { id: 'c', attempt: 2 })).not.toBeNull();
  });
});
