import type { MailSummary } from '../../../contract.js';
import { MailLine } from './mail-line.js';

interface Props {
  letters: MailSummary[];
  openId: string | null;
}

/** Newest first. */
export function MailList({ letters, openId }: Props) {
  const sorted = [...letters].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <ul className="plain-list" aria-label="Mail">
      {sorted.map((letter) => (
        <li key={letter.id}>
          <MailLine letter={letter} open={letter.id === openId} />
        </li>
      ))}
    </ul>
  );
}
