import { longInstant } from '../time/spoken.js';
import { context, fields, plain, quoteLine, section, type Modal } from './blocks.js';
import { LIMITS } from './limits.js';

/** What the doctor may know about the patient of one request. */
export interface WhoView {
  code: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  patientName: string;
  visitReason: string | null;
}

/** The patient's name, shown to the one who asked and to nobody else. */
export function whoModal(view: WhoView): Modal {
  const reason =
    view.visitReason === null || view.visitReason.trim() === '' ? 'not given' : quoteLine(view.visitReason, 1_500);
  return {
    type: 'modal',
    title: plain('Who?', LIMITS.viewTitle),
    close: plain('Close', LIMITS.viewTitle),
    blocks: [
      section(`*${quoteLine(view.patientName, 200)}*`),
      fields(`*Request*\n${view.code}`, `*When*\n${longInstant(view.startsAt, view)}`),
      section(`*Visit reason*\n${reason}`),
      context('Only you see this. That you looked is noted in the audit log.'),
    ],
  };
}
