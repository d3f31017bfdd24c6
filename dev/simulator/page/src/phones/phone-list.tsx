import type { Phone } from '../../../contract.js';
import { PhoneLine } from './phone-line.js';

interface Props {
  phones: Phone[];
  openNumber: string | null;
}

/** Whoever got or sent the newest text is on top. */
export function PhoneList({ phones, openNumber }: Props) {
  const sorted = [...phones].sort((a, b) => newest(b).localeCompare(newest(a)));
  return (
    <ul className="plain-list" aria-label="Phones">
      {sorted.map((phone) => (
        <li key={phone.number}>
          <PhoneLine phone={phone} open={phone.number === openNumber} />
        </li>
      ))}
    </ul>
  );
}

const newest = ({ texts }: Phone): string => texts.at(-1)?.at ?? '';
