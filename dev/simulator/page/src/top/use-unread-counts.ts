import { useQuery } from '@tanstack/react-query';
import { mailRead, phonesRead } from '../data/reads.js';
import { useIsUnreadLetter } from '../mail/use-is-unread-letter.js';
import { useUnreadTexts } from '../phones/use-unread-texts.js';
import { useUnreadMessages } from '../slack/use-unread-messages.js';
import type { PanelName } from '../stage/stage.js';
import { useSetting } from '../stage/use-setting.js';

/** How much is new in each panel; in Slack for all people together. */
export function useUnreadCounts(): Record<PanelName, number> {
  const texts = useUnreadTexts();
  const isUnread = useIsUnreadLetter();
  const messages = useUnreadMessages();
  const { people } = useSetting();
  const phones = useQuery(phonesRead).data ?? [];
  const letters = useQuery(mailRead).data ?? [];
  return {
    phones: phones.reduce((sum, phone) => sum + texts(phone), 0),
    slack: people.reduce((sum, { id }) => sum + messages(id), 0),
    mail: letters.filter(isUnread).length,
    history: 0,
  };
}
