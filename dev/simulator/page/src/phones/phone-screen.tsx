import type { Phone } from '../../../contract.js';
import { phoneList } from '../seen/lists.js';
import { useMarkSeen } from '../seen/use-seen.js';
import { useStage } from '../stage/use-stage.js';
import { useVisible } from '../stage/use-visible.js';
import { useFocusOnMount } from '../ui/use-focus-on-mount.js';
import { AnswerField } from './answer-field.js';
import { PhoneSwitches } from './phone-switches.js';
import { TextThread } from './text-thread.js';

/** A patient's phone: what was texted, a field to answer, and what can be the matter with it. */
export function PhoneScreen({ phone }: { phone: Phone }) {
  const { move } = useStage();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  useMarkSeen(phoneList(phone.number), phone.texts.at(-1)?.at, useVisible('phones'));
  return (
    <section className="phone" aria-label={`Phone of ${phone.owner}`}>
      <header className="phone-header">
        <button type="button" className="button small back" onClick={() => move({ type: 'OPEN_PHONE', number: null })}>
          <span aria-hidden="true">‹</span> All phones
        </button>
        <div>
          <h3 ref={heading} tabIndex={-1}>
            {phone.owner}
          </h3>
          <p className="hint">
            {phone.number} · reads {languageName(phone.language)}
          </p>
        </div>
      </header>
      <TextThread texts={phone.texts} />
      <AnswerField number={phone.number} owner={phone.owner} />
      <PhoneSwitches phone={phone} />
    </section>
  );
}

const languageName = (language: string): string =>
  new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
