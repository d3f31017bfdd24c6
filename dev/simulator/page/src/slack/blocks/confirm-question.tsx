import { useFocusOnMount } from '../../ui/use-focus-on-mount.js';
import type { ConfirmWords } from './block-types.js';

interface Props {
  words: ConfirmWords;
  onConfirm: () => void;
  onDeny: () => void;
}

/** The question before a press, in its place. */
export function ConfirmQuestion({ words, onConfirm, onDeny }: Props) {
  const confirm = useFocusOnMount<HTMLButtonElement>();
  return (
    <div className="confirm" role="group" aria-label={words.title.text}>
      <p>
        <strong>{words.title.text}</strong> {words.text.text}
      </p>
      <button ref={confirm} type="button" className="button small primary" onClick={onConfirm}>
        {words.confirm.text}
      </button>
      <button type="button" className="button small" onClick={onDeny}>
        {words.deny.text}
      </button>
    </div>
  );
}
