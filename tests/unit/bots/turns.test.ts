import { describe, expect, it } from '@jest/globals';
import { createTurns } from '../../../bots/slack/turns.js';

describe('turns at a view', () => {
  it('make an earlier one void', async () => {
    const turns = createTurns();
    const [first, second] = [turns.take('V1'), turns.take('V1')];
    expect(await second?.draw(() => Promise.resolve('second'))).toBe('second');
    expect(await first?.draw(() => Promise.resolve('first'))).toBe('OUTRUN');
    expect(await turns.take('V2')?.draw(() => Promise.resolve('other'))).toBe('other');
  });

  it('draw one after the other, also after a failure', async () => {
    const turn = createTurns().take('V1');
    const order: number[] = [];
    const slow = turn?.draw(async () => {
      await Promise.resolve();
      order.push(1);
      throw new Error('silent');
    });
    const next = turn?.draw(() => Promise.resolve(order.push(2)));
    await expect(slow).rejects.toThrow('silent');
    await next;
    expect(order).toEqual([1, 2]);
  });

  it('are refused to what was delivered before, and to a form that was sent', () => {
    const turns = createTurns();
    expect(turns.take('V1', { delivery: 'a', attempt: 1 })).not.toBeNull();
    expect(turns.take('V1', { delivery: 'a', attempt: 1 })).toBeNull();
    turns.close('V1', 1);
    expect(turns.take('V1', { delivery: 'b', attempt: 1 })).toBeNull();
    expect(turns.take('V1', { delivery: 'c', attempt: 2 })).not.toBeNull();
    expect(turns.take('V1')).not.toBeNull();
  });
});
