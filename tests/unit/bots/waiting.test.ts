import { describe, expect, it } from '@jest/globals';
import { WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { beforeStop } from '../../../bots/slack/before-stop.js';
import { patiently } from '../../../bots/slack/patiently.js';

const never = new AbortController().signal;
const silent = () => new WebAPIRequestError(new Error('no answer'));
const busy = (seconds: number) => new WebAPIRateLimitedError(seconds);
const failing = (error: Error, times = Number.POSITIVE_INFINITY) => {
  const asked = { times: 0 };
  const act = () => ((asked.times += 1) > times ? Promise.resolve('done') : Promise.reject(error));
  return { asked, act };
};

describe('asking Slack patiently', () => {
  it('asks again where it was silent, or busy for a moment', async () => {
    for (const error of [silent(), busy(0)]) expect(await patiently(failing(error, 1).act, never)).toBe('done');
  });

  it.each([
    ['a refusal', new Error('not_found')],
    ['a long wait', busy(60)],
  ])('gives up at once on %s', async (_, error) => {
    const { asked, act } = failing(error);
    await expect(patiently(act, never)).rejects.toBe(error);
    expect(asked.times).toBe(1);
  });

  it('asks no more once it is to stop', async () => {
    const stop = new AbortController();
    const error = busy(5);
    const { asked, act } = failing(error);
    const asking = patiently(act, stop.signal);
    stop.abort();
    await expect(asking).rejects.toBe(error);
    expect(asked.times).toBe(1);
  });
});

describe('waiting for the API before a stop', () => {
  it('passes on what comes', async () => {
    expect(await beforeStop(Promise.resolve(7), never)).toBe(7);
    await expect(beforeStop(Promise.reject(new Error('x')), AbortSignal.abort())).rejects.toThrow('x');
  });

  it('ends soon after the stop', async () => {
    const startedAt = performance.now();
    await expect(beforeStop(new Promise(() => undefined), AbortSignal.abort())).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});
