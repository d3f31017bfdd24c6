import { useState } from 'react';
import type { Failure } from '../api/failure.js';
import { useMe } from '../api/me.js';
import { isWhole, NO_OVERRIDE, overrideOf, type OverrideDraft } from './override-box.js';
import { violationsOf, type Violations } from './violations.js';

/**
 * The override of a dialog that asks for a time. It is offered to administrators once the server has said what stands
 * against the time, and begins anew whenever the server says something else.
 */
export function useOverride(failure: Failure | null) {
  const { data: me } = useMe();
  const refused = me?.role === 'ADMIN' ? violationsOf(failure) : null;
  const [taken, setTaken] = useState<Violations | null>(null);
  const [draft, setDraft] = useState<OverrideDraft>(NO_OVERRIDE);
  const [isFaulty, setIsFaulty] = useState(false);
  const [seen, setSeen] = useState<Failure | null>(failure);
  if (seen !== failure) {
    setSeen(failure);
    // A refused override shows at once what else stands in the way, to be confirmed anew.
    if (taken !== null && refused !== null) {
      setTaken(refused);
      setDraft({ ...draft, isConfirmed: false });
    }
  }
  return {
    canOffer: refused !== null && taken === null,
    offer: () => setTaken(refused),
    violations: taken,
    draft,
    isFaulty,
    setDraft,
    drop(): void {
      setTaken(null);
      setDraft(NO_OVERRIDE);
      setIsFaulty(false);
    },
    /** What to send along, undefined for nothing; null: first it has to be confirmed, and the person is told. */
    take() {
      if (taken === null) return undefined;
      setIsFaulty(!isWhole(draft));
      return isWhole(draft) ? overrideOf(taken, draft) : null;
    },
  };
}
