import type { Message } from './block-types.js';
import { context, quoteLine, section } from './blocks.js';

const HOW = 'Sign in to your clinic account, get a link code for Slack there, and type `/session link CODE` here.';

/** mrkdwn for somebody whose Slack account is linked to nobody. */
export const HOW_TO_LINK_WORDS = `:wave: I do not know you yet: your Slack account is not linked to a clinic account. ${HOW}`;

/** The Slack account now acts for `fullName`. */
export function linkedMessage(fullName: string): Message {
  return {
    text: 'Your Slack account is linked.',
    blocks: [
      section(
        `:white_check_mark: You are linked as *${quoteLine(fullName, 200)}*. ` +
          'From now on you act for this account here, and for no other.',
      ),
      context(`Is that not you? ${HOW} That takes the place of this link.`),
      context('Try `/session today`, `/session pending` or `/session help` next.'),
    ],
  };
}

/** `link` without a code. */
export function missingCodeMessage(): Message {
  return sentence(`Which code? ${HOW}`);
}

/** The code is wrong, was used, or is too old; the API does not tell which, so as not to help guessing. */
export function refusedCodeMessage(): Message {
  return sentence(
    'That code is not valid: it may be mistyped, used already or more than ten minutes old. ' +
      'Get a new one under your clinic account and type `/session link CODE` again.',
  );
}

function sentence(words: string): Message {
  return { text: words, blocks: [section(words)] };
}
