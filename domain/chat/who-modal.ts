import { longInstant } from '../time/spoken.js';
import type { Modal } from './block-types.js';
import { context, fields, plain, quoteLine, section } from './blocks.js';
import { LIMITS } from './limits.js';

/** What staff may know about the patient of one request. */
export interface WhoView {
  code: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  patientName: string;
  visitReason: string | null;
  /** Only where the API tells it: the office may call. */
  phone: string | null;
}

/** The patient's name, shown to the one who asked and to nobody else. */
export function whoModal(view: WhoView): Modal {
  const reason = view.visitReason === null || view.visitReason.trim() === '' ? 'not given' : view.visitReason.trim();
  return {
    type: 'modal',
    title: plain('Who?', LIMITS.viewTitle),
    close: plain('Close', LIMITS.viewTitle),
    blocks: [
      section(`*${quoteLine(view.patientName, 200)}*`),
      fields(
        `*Request*\n${view.code}`,
        `*When*\n${longInstant(view.startsAt, view)}`,
        ...(view.phone === null ? [] : [`*Phone*\n${quoteLine(view.phone)}`]),
      ),
      section('*Visit reason*'),
      // As it was typed: asterisks and the like are the patient’s, no formatting.
      { type: 'section', text: plain(reason) },
      context('Only you see this. That you looked is noted in the audit log.'),
    ],
  };
}
