import { describe, expect, it, test } from '@jest/globals';
import { limitFaults } from '../../../domain/chat/limits.js';
import { replyModal } from '../../../domain/chat/reply-modal.js';
import { decodeReplyMetadata, decodeTaskValue, encodeTaskValue, TASK_ACTIONS } from '../../../domain/chat/task-ids.js';
import { taskPost, type TaskPostView } from '../../../domain/chat/task-post.js';
import { taskWhoModal } from '../../../domain/chat/task-who-modal.js';
import { TASK_KINDS, TASK_STATES } from '../../../domain/tasks/types.js';

const TASK_ID = '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a01';
const view = (fields: Partial<TaskPostView> = {}): TaskPostView => ({
  taskId: TASK_ID,
  kind: 'UNREAD_SMS',
  state: 'OPEN',
  text: 'can I bring my dog?',
  note: null,
  dueAt: null,
  claimedBy: null,
  doneBy: null,
  doneAt: null,
  repliedAt: null,
  session: {
    code: 'K7QP',
    startsAt: '2027-05-12T08:30:00.000Z',
    doctorName: 'Dr Layla Haddad',
    status: 'CANCELLED',
    attendance: 'UNKNOWN',
  },
  patientName: null,
  timeZone: 'Europe/Berlin',
  ...fields,
});
const buttonsOf = (post: unknown): string[] =>
  [...JSON.stringify(post).matchAll(/"action_id":"(task_\w+)"/g)].map(([, id]) => String(id));

describe('a task’s post', () => {
  it('offers what can be done', () => {
    const { claim, done, reply, who } = TASK_ACTIONS;
    expect(buttonsOf(taskPost(view()))).toEqual([reply, claim, done, who]);
    expect(buttonsOf(taskPost(view({ kind: 'DECLINED' })))).toEqual([claim, done, who]);
    expect(buttonsOf(taskPost(view({ state: 'CLAIMED', claimedBy: 'Tom Baker' })))).toEqual([reply, done, who]);
    expect(buttonsOf(taskPost(view({ state: 'DONE', doneBy: 'Tom Baker' })))).toEqual([]);
  });

  it('says who is on it, who did it and when', () => {
    expect(JSON.stringify(taskPost(view()))).toMatch(/Dr Layla Haddad · called off.*Nobody is on it yet/);
    const claimed = view({ state: 'CLAIMED', claimedBy: 'Tom Baker', repliedAt: '2027-05-11T08:30:00.000Z' });
    expect(JSON.stringify(taskPost(claimed))).toMatch(/\*Tom Baker\* is on it, answered by text Tue 11 May 10:30 CEST/);
    const done = view({ state: 'DONE', doneBy: 'Tom Baker', doneAt: '2027-05-11T09:00:00.000Z', note: 'called <her>' });
    expect(JSON.stringify(taskPost(done))).toMatch(/Done by \*Tom Baker\*, Tue 11 May 11:00 CEST: called &lt;her&gt;/);
    const byItself = view({ state: 'DONE', doneAt: '2027-05-11T09:00:00.000Z', note: 'The session was called off.' });
    expect(JSON.stringify(taskPost(byItself))).toMatch(/Settled by itself, .*: The session was called off\./);
  });

  it('keeps what people typed as it was typed', () => {
    const { blocks } = taskPost(view({ text: '*STOP* <@U123> & <https://x.example>' }));
    expect(blocks[1]).toEqual({
      type: 'section',
      text: { type: 'plain_text', text: '*STOP* <@U123> & <https://x.example>', emoji: false },
    });
  });

  it('shows nothing personal on a lock screen, and no name unless it may', () => {
    const post = taskPost(view({ text: 'my knee' }));
    expect(post.text).toBe('A text to read, session K7QP');
    expect(JSON.stringify(taskPost(view({ patientName: 'Sara Ali' })))).toContain('Sara Ali');
  });

  test.each(TASK_KINDS.flatMap((kind) => TASK_STATES.map((state) => [kind, state] as const)))(
    '%s, %s, fits Slack',
    (kind, state) => {
      const long = 'ä'.repeat(2_000);
      const post = taskPost(
        view({ kind, state, text: long, note: long, claimedBy: long.slice(0, 200), patientName: long }),
      );
      expect(limitFaults(post)).toEqual([]);
    },
  );
});

describe('the modals of a task', () => {
  it('fit Slack', () => {
    const long = 'ä'.repeat(2_000);
    const metadata = { taskId: TASK_ID, responseUrl: 'https://hooks.example/x' };
    expect(limitFaults(replyModal(metadata, long))).toEqual([]);
    const replies = Array.from({ length: 20 }, () => ({ text: long, at: '2027-05-12T08:30:00.000Z', arrived: false }));
    const who = { ...view(), patientName: long.slice(0, 200), phone: '+15550100101', replies };
    expect(limitFaults(taskWhoModal(who))).toEqual([]);
  });

  it('carry ids only, and know their own', () => {
    expect(decodeTaskValue(encodeTaskValue(TASK_ID))).toBe(TASK_ID);
    expect(decodeTaskValue('{"taskId":"x"}')).toBeNull();
    expect(decodeTaskValue(undefined)).toBeNull();
    expect(decodeReplyMetadata(replyModal({ taskId: TASK_ID, responseUrl: null }, null).private_metadata)).toEqual({
      taskId: TASK_ID,
      responseUrl: null,
    });
    expect(decodeReplyMetadata('{}')).toBeNull();
  });
});
