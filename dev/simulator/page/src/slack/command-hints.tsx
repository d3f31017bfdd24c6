import { useSetting } from '../stage/use-setting.js';
import { fittingCommands } from './fitting-commands.js';

interface Props {
  id: string;
  text: string;
  onChoose: (line: string) => void;
}

/** While a command is typed: what there is, and how each goes on. */
export function CommandHints({ id, text, onChoose }: Props) {
  const { commands } = useSetting();
  const fitting = fittingCommands(commands, text);
  return (
    <div id={id} className="command-hints" hidden={fitting.length === 0}>
      {fitting.map(({ command, hint, description }) => (
        <button key={`${command} ${hint}`} type="button" onClick={() => onChoose(`${command} `)}>
          <span className="command-line">
            <strong>{command}</strong> {hint}
          </span>
          <span className="hint">{description}</span>
        </button>
      ))}
    </div>
  );
}
