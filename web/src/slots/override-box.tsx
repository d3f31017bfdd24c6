import { useId } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useSessionWords } from '../sessions/use-session-words.js';
import { CheckBox } from '../ui/check-box.js';
import { ViolationList } from './time-refusal.js';
import type { Violations } from './violations.js';

export interface OverrideDraft {
  isConfirmed: boolean;
  reason: string;
}

export const NO_OVERRIDE: OverrideDraft = { isConfirmed: false, reason: '' };

/** True for a draft that may be sent. */
export const isWhole = ({ isConfirmed, reason }: OverrideDraft): boolean => isConfirmed && reason.trim() !== '';

/** What goes along with a command, so that exactly what was shown may be broken. */
export function overrideOf({ rules, conflicts }: Violations, { reason }: OverrideDraft) {
  return { confirm: true, reason: reason.trim(), accept: [...rules, ...conflicts] };
}

interface Props {
  violations: Violations;
  draft: OverrideDraft;
  onChange: (draft: OverrideDraft) => void;
  /** Sending was tried with a draft that is not whole. */
  isFaulty: boolean;
}

/** An administrator's word against the rules: what would be broken, a reason, and an explicit yes. */
export function OverrideBox({ violations, draft, onChange, isFaulty }: Props) {
  const { override: words } = useSessionWords();
  const id = useId();
  return (
    <section className="override" aria-labelledby={id}>
      <h3 id={id}>{words.title}</h3>
      <ViolationList violations={violations} />
      <p className="hint">{words.lead}</p>
      <TextField
        className="field"
        value={draft.reason}
        onChange={(reason) => onChange({ ...draft, reason })}
        isRequired
        isInvalid={isFaulty && draft.reason.trim() === ''}
        validationBehavior="aria"
      >
        <Label>{words.reason}</Label>
        <TextArea className="input" rows={2} />
      </TextField>
      <CheckBox
        isSelected={draft.isConfirmed}
        isInvalid={isFaulty && !draft.isConfirmed}
        onChange={(isConfirmed) => onChange({ ...draft, isConfirmed })}
      >
        {words.confirm}
      </CheckBox>
      <p role="alert" className="fault">
        {isFaulty && !isWhole(draft) ? words.confirmFault : null}
      </p>
    </section>
  );
}
