import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { SlackDeps } from './deps.js';
import type { PrivateMessage } from './private-answer.js';

/** Slack gives up on a command after 3 s. */
const ACK_AFTER_MS = 2_400;

interface Reply {
  ack: SlackCommandMiddlewareArgs['ack'];
  responseUrl: string | null;
}

/** The answer in the acknowledgement; when it takes longer, "one moment" there and the answer by response_url. */
export async function answerInTime(
  deps: Pick<SlackDeps, 'background' | 'privateAnswer'>,
  { ack, responseUrl }: Reply,
  answer: Promise<PrivateMessage>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ACK_AFTER_MS);
  });
  const ready = await Promise.race([answer, late]).finally(() => clearTimeout(timer));
  const { blocks, text } = ready ?? { blocks: undefined, text: 'One moment, I am still working on it…' };
  await ack({ response_type: 'ephemeral', text, ...(blocks && { blocks: blocks as never }) });
  if (ready === null) {
    deps.background.run('late answer', async () => deps.privateAnswer(responseUrl, await answer));
  }
}
