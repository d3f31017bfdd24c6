import type { Trouble } from '../../../contract.js';
import { ProblemLine } from '../ui/problem-line.js';
import { SwitchField } from '../ui/switch-field.js';
import { useSwitchTrouble } from './use-switch-trouble.js';

/** The switches of one part of the clinic. */
export function TroubleGroup({ title, troubles }: { title: string; troubles: Trouble[] }) {
  const change = useSwitchTrouble();
  if (troubles.length === 0) return null;
  return (
    <fieldset className="trouble-group">
      <legend>{title}</legend>
      {troubles.map(({ key, label, effect, on }) => (
        <SwitchField
          key={key}
          label={label}
          hint={effect}
          on={change.isPending && change.variables.key === key ? change.variables.on : on}
          busy={change.isPending}
          onChange={(wanted) => change.mutate({ key, on: wanted })}
        />
      ))}
      {change.isError && <ProblemLine words={change.error.message} />}
    </fieldset>
  );
}
