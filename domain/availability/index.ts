export { evaluateSlot } from './evaluate-slot.js';
export { listSlots, type SlotListQuery } from './list-slots.js';
export { nearestAlternatives } from './nearest-alternatives.js';
export { slotReason } from './reasons.js';
export {
  alternativesWindow,
  evaluationWindow,
  listWindow,
  schedulingWindow,
  type MsWindow,
} from './scheduling-window.js';
export { slotsApart } from './apart.js';
