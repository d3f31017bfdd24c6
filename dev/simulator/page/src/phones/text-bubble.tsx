import type { TextMessage } from '../../../contract.js';
import { Moment } from '../time/moment.js';
import { isLost, statusWords } from './status-words.js';

/** One text with how far it came. */
export function TextBubble({ text }: { text: TextMessage }) {
  const fromClinic = text.from === 'CLINIC';
  return (
    <div className={`bubble-row ${fromClinic ? 'from-clinic' : 'from-patient'}`}>
      <p className="bubble">
        <span className="visually-hidden">{fromClinic ? 'Clinic: ' : 'Patient: '}</span>
        {text.text}
      </p>
      <p className="bubble-foot">
        <Moment at={text.at} />
        {fromClinic && <span className={isLost(text.status) ? 'lost' : undefined}> · {statusWords(text.status)}</span>}
        {fromClinic && text.segments > 0 && (
          <span>
            {' '}
            · {text.segments} {text.segments === 1 ? 'segment' : 'segments'}
          </span>
        )}
      </p>
    </div>
  );
}
