import type { TextMessage } from '../../../contract.js';
import { EmptyNote } from '../ui/empty-note.js';
import { useScrollToEnd } from '../ui/use-scroll-to-end.js';
import { TextBubble } from './text-bubble.js';

/** Texts as a phone shows them, the newest at the bottom; new ones are read out. */
export function TextThread({ texts }: { texts: TextMessage[] }) {
  const end = useScrollToEnd<HTMLDivElement>(texts.at(-1)?.id);
  return (
    <div ref={end} className="thread" role="log" aria-label="Texts" tabIndex={0}>
      {texts.length === 0 && <EmptyNote>No texts yet. The clinic writes when a session is booked.</EmptyNote>}
      {texts.map((text) => (
        <TextBubble key={text.id} text={text} />
      ))}
    </div>
  );
}
