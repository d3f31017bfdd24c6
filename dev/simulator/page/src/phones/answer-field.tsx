import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { sendText } from '../data/writes.js';
import { useStage } from '../stage/use-stage.js';
import { ProblemLine } from '../ui/problem-line.js';

/** Answers a text as the patient. */
export function AnswerField({ number, owner }: { number: string; owner: string }) {
  const { stage } = useStage();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const answer = useMutation({
    mutationFn: (words: string) => sendText(number, words),
    onSuccess: () => {
      setText('');
      field.current?.focus();
    },
  });
  const wanted = stage.phone === number ? stage.answer : null;
  useEffect(() => {
    if (wanted === null) return;
    setText(wanted.text);
    field.current?.focus();
  }, [wanted]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '' && !answer.isPending) answer.mutate(text);
  };
  return (
    <form className="answer" onSubmit={submit}>
      {answer.isError && <ProblemLine words={answer.error.message} />}
      <div className="answer-row">
        <input
          ref={field}
          className="field"
          value={text}
          aria-label={`Text from ${owner} to the clinic`}
          placeholder="Text message"
          autoComplete="off"
          maxLength={1_600}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button primary" disabled={text.trim() === '' || answer.isPending}>
          Send
        </button>
      </div>
    </form>
  );
}
