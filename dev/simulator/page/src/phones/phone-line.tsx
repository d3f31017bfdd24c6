import type { Phone } from '../../../contract.js';
import { useStage } from '../stage/use-stage.js';
import { Moment } from '../time/moment.js';
import { Avatar } from '../ui/avatar.js';
import { UnreadMark } from '../ui/unread-mark.js';
import { useUnreadTexts } from './use-unread-texts.js';

/** One phone in the list, with the newest text. */
export function PhoneLine({ phone, open }: { phone: Phone; open: boolean }) {
  const { move } = useStage();
  const unread = useUnreadTexts();
  const last = phone.texts.at(-1);
  return (
    <button
      type="button"
      className="line"
      aria-current={open || undefined}
      onClick={() => move({ type: 'OPEN_PHONE', number: phone.number })}
    >
      <Avatar name={phone.owner} />
      <span className="line-main">
        <span className="line-top">
          <span className="line-title">{phone.owner}</span>
          {last && <Moment at={last.at} />}
        </span>
        <span className="line-bottom">
          <span className="line-text">{last?.text ?? phone.number}</span>
          {phone.optedOut && <span className="tag warn">opted out</span>}
          {!phone.reachable && <span className="tag warn">out of reach</span>}
          <UnreadMark count={unread(phone)} />
        </span>
      </span>
    </button>
  );
}
