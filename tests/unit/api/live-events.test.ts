import { PassThrough } from 'node:stream';
import { describe, expect, it, jest, afterEach } from '@jest/globals';
import { createChangeBox } from '../../../api/live/changes.js';
import { createEventStream } from '../../../api/live/event-stream.js';
import { createLiveEvents, type Watcher } from '../../../api/live/live-events.js';
import { absentDatabase } from '../../support/api-context.js';

const NOW = Date.parse('2027-03-01T08:00:00Z');
const watcher: Watcher = { userId: 'u', role: 'ADMIN', sid: 's', version: 1, expiresAtMs: NOW + 600_000, again: false };
const live = () => createLiveEvents({ db: absentDatabase(), nowMs: () => NOW });
afterEach(() => {
  jest.useRealTimers();
});

function sink(): { out: PassThrough; text(): string } {
  const out = new PassThrough({ highWaterMark: 1_000 });
  let read = '';
  out.setEncoding('utf8').on('data', (part: string) => (read += part));
  return { out, text: () => read };
}

describe('a stream of events', () => {
  it('beats every twenty seconds and ends with its token', async () => {
    jest.useFakeTimers();
    const events = await live();
    const { out, text } = sink();
    const sending = events.admit(watcher).sendTo(out);
    await jest.advanceTimersByTimeAsync(20_001);
    expect(text()).toMatch(/^retry: 2000\n\n: here\n\n$/);
    await jest.advanceTimersByTimeAsync(580_000);
    expect(text()).toMatch(/event: end\ndata: \{"reason":"expired"\}\n\n$/);
    await sending;
    await events.close();
  });

  it('ends when the process does, and none begins after that', async () => {
    const events = await live();
    const [early, late] = [sink(), sink()];
    const sending = events.admit(watcher).sendTo(early.out);
    await events.close();
    await sending;
    await events.admit(watcher).sendTo(late.out);
    for (const { text } of [early, late]) expect(text()).toContain('"reason":"restarting"');
  });

  it('gives its place back when it is not sent', async () => {
    const events = await live();
    const admitted = Array.from({ length: 8 }, () => events.admit(watcher));
    expect(() => events.admit(watcher)).toThrow(expect.objectContaining({ code: 'rate_limited' }));
    admitted[0]?.discard();
    events.admit(watcher);
    await events.close();
  });

  it('is cut off from a reader who does not keep up', async () => {
    const out = new PassThrough({ highWaterMark: 1_000 });
    const stream = createEventStream(out);
    for (let n = 0; n < 2_000; n += 1)
      stream.send({ event: 'task.changed', data: { id: String(n).padStart(36, '0') } });
    await stream.closed;
    expect(out.destroyed).toBe(true);
    expect(out.writableLength + out.readableLength).toBeLessThan(100_000);
  });
});

describe('changes that come in a burst', () => {
  it('are told once each, in their newest version', () => {
    const box = createChangeBox();
    for (const version of [2, 4, 3]) box.note('session', JSON.stringify({ id: 'a', version }));
    for (const id of ['t', 't']) box.note('task', id);
    const { sessions, tasks, lost } = box.take();
    expect([[...sessions], [...tasks], lost]).toEqual([[['a', 4]], ['t'], false]);
    expect(box.take()).toEqual({ sessions: new Map(), tasks: new Set(), lost: false });
  });

  it('are not told one by one when there are very many', () => {
    const box = createChangeBox();
    for (let n = 0; n < 600; n += 1) box.note('task', String(n));
    const { tasks, lost } = box.take();
    expect([tasks.size < 500, lost]).toEqual([true, true]);
  });
});
