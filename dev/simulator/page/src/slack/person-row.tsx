import type { SlackPerson } from '../../../contract.js';
import { useStage } from '../stage/use-stage.js';
import { Avatar } from '../ui/avatar.js';
import { UnreadMark } from '../ui/unread-mark.js';
import { LinkCode } from './link-code.js';
import { roleWords } from './role-words.js';

interface Props {
  person: SlackPerson;
  current: boolean;
  unread: number;
  onDone: () => void;
}

/** One of the workspace's people: be them, or get them a code that links them to their account. */
export function PersonRow({ person, current, unread, onDone }: Props) {
  const { move } = useStage();
  const be = (draft?: string): void => {
    move({ type: 'BE', personId: person.id, draft });
    onDone();
  };
  return (
    <div className="person-row">
      <button type="button" className="line" aria-current={current || undefined} onClick={() => be()}>
        <Avatar name={person.fullName} />
        <span className="line-main">
          <span className="line-top">
            <span className="line-title">{person.fullName}</span>
            <UnreadMark count={unread} />
          </span>
          <span className="line-bottom">
            <span className="line-text">{roleWords(person.role)}</span>
          </span>
        </span>
      </button>
      <LinkCode person={person} onType={be} />
    </div>
  );
}
