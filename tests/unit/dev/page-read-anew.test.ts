import { describe, expect, test } from '@jest/globals';
import { QueryObserver } from '@tanstack/react-query';
import { createQueryClient } from '../../../dev/simulator/page/src/data/create-query-client.js';
import { readAnew } from '../../../dev/simulator/page/src/data/read-anew.js';
import { waitFor } from '../../support/wait-for.js';

/** A part that is shown; each read is answered by hand. */
function show() {
  const client = createQueryClient();
  const answers: ((data: string) => void)[] = [];
  const observer = new QueryObserver<string>(client, {
    queryKey: ['phones', 'one'],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  const unsubscribe = observer.subscribe(() => undefined);
  const end = (): void => {
    unsubscribe();
    client.clear();
  };
  return { client, answers, data: () => observer.getCurrentResult().data, end };
}

describe('what went stale', () => {
  test('during the first read is read again: its answer may be older than the change', async () => {
    const { client, answers, data, end } = show();
    const reading = readAnew(client, ['slack', 'phones']);
    answers[0]!('before');
    await waitFor(() => answers.length === 2, { describe: 'the second read' });
    answers[1]!('after');
    await reading;
    expect(data()).toBe('after');
    end();
  });

  test('after a read stays shown until the next is answered; other parts are left alone', async () => {
    const { client, answers, data, end } = show();
    answers[0]!('old');
    await waitFor(() => data() === 'old', { describe: 'the first answer' });
    await readAnew(client, ['mail']);
    expect(answers).toHaveLength(1);
    const reading = readAnew(client, ['phones']);
    await waitFor(() => answers.length === 2, { describe: 'the second read' });
    expect(data()).toBe('old');
    answers[1]!('new');
    await reading;
    expect(data()).toBe('new');
    end();
  });
});
