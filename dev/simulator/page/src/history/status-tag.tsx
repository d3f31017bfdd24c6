import type { SessionLine } from '../../../contract.js';
import { attendanceWords, statusWords } from './words.js';

/** Where a session stands, with the patient's answer while it is approved. */
export function StatusTag({ session }: { session: SessionLine }) {
  const attendance = session.status === 'APPROVED' ? attendanceWords(session.attendance) : null;
  return (
    <span className={`tag status-${session.status.toLowerCase()}`}>
      {statusWords(session.status)}
      {attendance && `, ${attendance}`}
    </span>
  );
}
