import type { MailSummary } from '../../../contract.js';
import { useSetting } from '../stage/use-setting.js';
import { useStage } from '../stage/use-stage.js';
import { Moment } from '../time/moment.js';
import { shortSubject } from './short-subject.js';
import { useIsUnreadLetter } from './use-is-unread-letter.js';

/** One mail in the list. */
export function MailLine({ letter, open }: { letter: MailSummary; open: boolean }) {
  const { move } = useStage();
  const { clinicName } = useSetting();
  const unread = useIsUnreadLetter()(letter);
  return (
    <button
      type="button"
      className={`line ${unread ? 'is-unread' : ''}`}
      aria-current={open || undefined}
      onClick={() => move({ type: 'OPEN_LETTER', id: letter.id })}
    >
      <span className="line-main">
        <span className="line-top">
          <span className="line-title">{shortSubject(letter.subject, clinicName)}</span>
          <Moment at={letter.at} />
        </span>
        <span className="line-bottom">
          <span className="line-text">to {letter.to}</span>
          {letter.hasInvitation && <span className="tag">invitation</span>}
          {unread && (
            <span className="unread-dot">
              <span className="visually-hidden">new</span>
            </span>
          )}
        </span>
      </span>
    </button>
  );
}
