import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { SlackPerson } from '../../../contract.js';
import { typeCommand } from '../data/writes.js';
import { useStage } from '../stage/use-stage.js';
import { ProblemLine } from '../ui/problem-line.js';
import { CommandHints } from './command-hints.js';

const ONLY_COMMANDS = 'Here people only talk to the app: start with / to type a command.';

interface Props {
  person: SlackPerson;
  channelId: string;
  title: string;
}

/** Takes slash commands. */
export function Composer({ person, channelId, title }: Props) {
  const { stage } = useStage();
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const hints = useId();
  const typing = useMutation({
    mutationFn: (line: string) => typeCommand(person.id, { channelId, text: line }),
    onSuccess: () => {
      setText('');
      field.current?.focus();
    },
  });
  useEffect(() => {
    if (stage.draft === null) return;
    setText(stage.draft.text);
    field.current?.focus();
  }, [stage.draft]);
  const put = (line: string): void => {
    setText(line);
    setRefusal(null);
    field.current?.focus();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '' || typing.isPending) return;
    if (text.trimStart().startsWith('/')) typing.mutate(text.trim());
    else setRefusal(ONLY_COMMANDS);
  };
  const problem = refusal ?? typing.error?.message;
  return (
    <form className="composer" onSubmit={submit}>
      {problem && <ProblemLine words={problem} />}
      <div className="composer-box">
        <input
          ref={field}
          value={text}
          aria-label={`Command in ${title}`}
          aria-describedby={hints}
          placeholder="Type / for commands"
          autoComplete="off"
          readOnly={typing.isPending}
          onChange={(event) => put(event.target.value)}
        />
        <button type="submit" className="button primary small" disabled={text.trim() === '' || typing.isPending}>
          {typing.isPending ? 'Sending …' : 'Send'}
        </button>
      </div>
      <CommandHints id={hints} text={text} onChoose={put} />
    </form>
  );
}
