import { Button } from 'react-aria-components';
import type { Failure } from '../api/failure.js';
import { useSessionWords } from '../sessions/use-session-words.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { whenText } from '../ui/time-text.js';
import { useSpeech } from '../words/use-words.js';
import type { Slot } from './slot-reads.js';
import { alternativesOf, violationsOf, type Violations } from './violations.js';

interface Props {
  failure: Failure;
  timeZone: string;
  /** Takes one of the times that are free instead. */
  onChoose?: (slot: Slot) => void;
}

/** Why a time cannot be had, in words, and what is free instead, as buttons. */
export function TimeRefusal({ failure, timeZone, onChoose }: Props) {
  const { language } = useSpeech();
  const { slots: words } = useSessionWords();
  const violations = violationsOf(failure);
  const alternatives = alternativesOf(failure);
  return (
    <ProblemNotice failure={failure}>
      {violations && <ViolationList violations={violations} />}
      {onChoose && alternatives.length > 0 && (
        <>
          <p>{words.alternatives}</p>
          <div className="alternatives">
            {alternatives.map((slot) => (
              <Button key={slot.startsAt} className="button small" onPress={() => onChoose(slot)}>
                {whenText(slot.startsAt, slot.endsAt, { timeZone, language })}
              </Button>
            ))}
          </div>
        </>
      )}
    </ProblemNotice>
  );
}

/** Each rule that is broken, and each resource that is taken, once. */
export function ViolationList({ violations: { rules, conflicts } }: { violations: Violations }) {
  const { slots: words } = useSessionWords();
  return (
    <ul className="bullets">
      {rules.map((rule) => (
        <li key={rule}>{words.rules[rule]}</li>
      ))}
      {conflicts.map((resource) => (
        <li key={resource}>{words.conflicts[resource]}</li>
      ))}
    </ul>
  );
}
